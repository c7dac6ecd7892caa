/** What the tests of a plugin need, from one file, so that a plugin's folder may lie anywhere. */
export { expect } from "chai";
export { startTestKernel, type TestKernel } from "./kernel.ts";
