import { expect, it } from "vitest";

import { countWrites } from "./append-only-writes.ts";

const command = (...parts: readonly string[]) =>
  [`*${parts.length}`, ...parts.flatMap((part) => [`$${Buffer.byteLength(part)}`, part]), ""].join(
    "\r\n",
  );

it("counts a transaction once, and neither SELECT nor timestamps", () => {
  const file = [
    command("SELECT", "0"),
    "#TS:1795762800\r\n",
    command("set", "key", "a value\r\n*1\r\n$4\r\nwith a line break, é"),
    command("MULTI"),
    command("hset", "key", "field", ""),
    command("zadd", "index", "0", "key"),
    command("EXEC"),
  ].join("");
  expect(countWrites(Buffer.from(file))).toBe(2);
  expect(countWrites(Buffer.alloc(0))).toBe(0);
});
