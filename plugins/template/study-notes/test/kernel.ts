/** The one line of the tests that knows where the kernel lies. */
export * from "../../../../test/support/plugin.ts";
