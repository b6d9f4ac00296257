import { expect, it } from "vitest";

import { isNewEnough } from "./redis-program.ts";

it.each([
  ["Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=ae4d7c", true],
  ["Redis server v=6.2.0 sha=00000000:0", true],
  ["Redis server v=6.0.16 sha=00000000:0", false],
  ["Redis server v=5.9.9 sha=00000000:0", false],
  ["Valkey server v=8.1.3 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64", true],
  ["Redis server v=10.0.0 sha=00000000:0", true],
  ["", false],
  ["command not found", false],
])("accepts the version output %j: %j", (output, expected) => {
  expect(isNewEnough(output)).toBe(expected);
});
