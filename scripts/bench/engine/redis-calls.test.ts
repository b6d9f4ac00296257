import { expect, it } from "vitest";

import { countCalls, readCall } from "./redis-calls.ts";

const sent = (command: string, firstArgument?: string) => ({
  command,
  firstArgument,
  isInScript: false,
});

it("counts the calls of clients by name, and those of scripts", () => {
  const calls = [
    sent("HGET", "key"),
    sent("evalsha", "0123456789abcdef"),
    { command: "hget", firstArgument: "key", isInScript: true },
    sent("hget", "key"),
    sent("ping"),
  ];
  expect(countCalls(calls)).toEqual({
    calls: 4,
    inScripts: 1,
    byName: new Map([
      ["hget", 2],
      ["script 01234567", 1],
      ["ping", 1],
    ]),
  });
});

it("reads a line of MONITOR", () => {
  const time = "+1795775237.460474";
  expect(readCall(`${time} [0 127.0.0.1:42338] "hget" "{a}:b" "record"`)).toEqual(
    sent("hget", "{a}:b"),
  );
  expect(readCall(`${time} [0 lua] "TIME"`)).toEqual({
    command: "TIME",
    firstArgument: undefined,
    isInScript: true,
  });
  expect(readCall("+OK")).toBeNull();
});
