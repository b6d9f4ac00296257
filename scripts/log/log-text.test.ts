import { expect, test } from "vitest";
import { logText } from "./log-text.ts";

const line = {
  level: "warn",
  time: 1,
  pid: 2,
  hostname: "h",
  name: "worker",
  event: "poll-late",
  msg: "late",
  delayMs: 5,
};

test("prints level, event, message and the other fields", () => {
  expect(logText({ ...line, tasks: ["a"] })).toBe('warn  poll-late late delayMs=5 tasks=["a"]');
});

test("leaves out fields that say nothing", () => {
  expect(logText({ ...line, code: "", requestId: null, polls: 0 })).toBe(
    "warn  poll-late late delayMs=5 polls=0",
  );
});

test("shows warnings and errors by default", () => {
  expect(logText({ ...line, level: "info" })).toBeNull();
  expect(logText({ ...line, level: "error" })).toContain("error");
});

test("shows lines of the given level and above", () => {
  expect(logText({ ...line, level: "info" }, "info")).toContain("info");
  expect(logText({ ...line, level: "debug" }, "info")).toBeNull();
  expect(logText({ ...line, level: "fatal" }, "silent")).toBeNull();
});

test("prints only the message of an error, and no line without a level", () => {
  const error = { message: "refused", stack: "Error: refused\n at" };
  expect(logText({ level: "error", event: "redis-error", error })).toBe(
    "error redis-error refused",
  );
  expect(logText({ level: "error", err: "plain" })).toBe("error plain");
  expect(logText({ level: "error", msg: "failed to start: refused", error })).toBe(
    "error failed to start: refused",
  );
  expect(logText({ event: "no-level" })).toBeNull();
  expect(logText({ level: "odd", event: "no-level" }, "trace")).toBeNull();
});
