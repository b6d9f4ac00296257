export type { ExitCode } from "./terminal/exit-code.ts";
export type { Terminal } from "./terminal/terminal.ts";
export { runCli } from "./run-cli.ts";
