import { readOptions } from "@dashqueue/service/command-line";

import { runToEnd } from "../setup/run.mjs";

readOptions({
  usage: "npm run check",
  about:
    "The gate: format, lint, spelling, types, dead code and all tests. It takes some minutes, and\n" +
    "stops at the first that fails. `npm test -- <file>` runs one test file.",
  options: {},
});
process.exitCode = await runToEnd("pnpm", ["run", "check:all"], process.env);
