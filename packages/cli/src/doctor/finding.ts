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
