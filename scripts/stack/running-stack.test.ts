import { expect, test } from "vitest";
import { parseStack } from "./running-stack.ts";

test("reads the file of a stack", () => {
  const stack = { pid: 7, command: "start", producerUrl: null, provider: "simulator" };
  expect(parseStack(JSON.stringify(stack))).toEqual(stack);
});

test.each(["", "{", "null", "7", "{}", '{"pid":"7"}'])("%j is no stack", (text) => {
  expect(parseStack(text)).toBeNull();
});
