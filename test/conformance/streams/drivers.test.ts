/** One suite for both that keep streams: the store and JetStream behave alike. */
import { describeDriver } from "./suite.ts";

describeDriver("the store", false);
describeDriver("JetStream", true);
