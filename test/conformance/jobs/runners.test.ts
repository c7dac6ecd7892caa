/** One suite for both runners: the store's and Bull's behave alike. */
import { describeRunner } from "./suite.ts";

describeRunner("the store", false);
describeRunner("Bull", true);
