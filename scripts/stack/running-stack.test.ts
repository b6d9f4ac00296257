import { existsSync } from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

import { isStackCommand, parseStack } from "./running-stack.ts";
import { ROOT } from "./workspace.ts";

test("parses the description of a stack", () => {
  const stack = { pid: 7, command: "start", producerUrl: null, provider: "simulator" };
  expect(parseStack(JSON.stringify(stack))).toEqual(stack);
});

test.each(["", "{", "null", "7", "{}", '{"pid":"7"}'])("rejects %j", (text) => {
  expect(parseStack(text)).toBeNull();
});

test.each(["scripts/stack/main.ts", "scripts/demo/main.ts"])(
  "recognizes the process of %s",
  (script) => {
    expect(existsSync(path.join(ROOT, script))).toBe(true);
    expect(isStackCommand(`node\0${script}\0`)).toBe(true);
    expect(isStackCommand("node\0apps/worker/src/main.ts\0")).toBe(false);
  },
);
