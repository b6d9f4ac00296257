import type { Finding } from "./finding.ts";

const COLORS = { ok: 32, warn: 33, fail: 31 } as const;

/** One line of the report. */
export function findingText({ name, state, message }: Finding, hasColors: boolean): string {
  const word = state.padEnd(4);
  const mark = hasColors ? `\u001B[${COLORS[state]}m${word}\u001B[0m` : word;
  return `${mark}  ${name.padEnd(8)}  ${message.replaceAll("\n", `\n${" ".repeat(16)}`)}`;
}
