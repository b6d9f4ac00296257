import { DashqueueError } from "@dashqueue/client";
import { CommanderError } from "commander";
import { describe, expect, it } from "vitest";

import { exitCodeOf, UsageError } from "./exit-code.ts";
import { failureJson, failureText } from "./failure-text.ts";
import { openProgress } from "./progress.ts";
import { tableText } from "./table.ts";

const refused = (status: number) =>
  new DashqueueError({ kind: "refused", status, detail: "It is refused." });
const unreachable = new DashqueueError({ kind: "unreachable", detail: "No connection." });

describe("exitCodeOf", () => {
  it.each([
    [new CommanderError(0, "commander.help", ""), 0],
    [new CommanderError(1, "commander.unknownOption", ""), 2],
    [new UsageError("no model"), 2],
    [refused(400), 3],
    [refused(404), 3],
    [refused(503), 4],
    [unreachable, 4],
    [new Error("a bug"), null],
  ])("of %s is %j", (error, expected) => {
    expect(exitCodeOf(error)).toBe(expected);
  });
});

describe("failureText", () => {
  it("says what to do next", () => {
    expect(failureText(unreachable)).toMatch(/^No connection\.\nStart dashqueue with/);
    expect(failureText(refused(401))).toMatch(/DASHQUEUE_TOKEN/);
    expect(failureText(refused(404))).toBe("It is refused.");
    expect(failureText(new UsageError("no model"))).toBe("no model");
    expect(failureText("text")).toBe("text");
  });

  it("is JSON for a program", () => {
    const error = { kind: "refused", status: 400, message: "It is refused.", problems: [] };
    expect(JSON.parse(failureJson(refused(400)))).toEqual({ error });
    expect(failureJson(new UsageError("no model"))).toContain('"kind":"usage"');
    expect(failureJson("text")).toContain('"message":"text"');
  });
});

it("aligns columns without a frame and without trailing spaces", () => {
  expect(tableText(["A", "LONGER"], [["first", "x"]])).toBe("A      LONGER\nfirst  x");
});

it("writes a line for each new status where lines are not rewritten", async () => {
  const lines: string[] = [];
  const terminal = { isInteractive: false, err: (text: string) => void lines.push(text) };
  const progress = await openProgress(terminal, "gen_1");
  for (const status of ["queued", "running", "running"] as const) progress.show({ status });
  progress.close();
  expect(lines).toEqual(["gen_1 queued\n", "gen_1 running\n"]);
});
