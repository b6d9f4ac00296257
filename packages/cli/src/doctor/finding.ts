/** What a check found. The message of a warning or a failure says what to do. */
export interface Finding {
  readonly name: string;
  readonly state: "ok" | "warn" | "fail";
  readonly message: string;
}

export type Judged = Omit<Finding, "name">;

export const ok = (message: string): Judged => ({ state: "ok", message });
export const warn = (message: string): Judged => ({ state: "warn", message });
export const fail = (message: string): Judged => ({ state: "fail", message });

const COLORS = { ok: 32, warn: 33, fail: 31 } as const;

/** One line of the report. */
export function findingText({ name, state, message }: Finding, hasColors: boolean): string {
  const word = state.padEnd(4);
  const mark = hasColors ? `\u001B[${COLORS[state]}m${word}\u001B[0m` : word;
  return `${mark}  ${name.padEnd(8)}  ${message.replaceAll("\n", `\n${" ".repeat(16)}`)}`;
}
