import { crc32, inflateSync } from "node:zlib";

import { expect, test } from "vitest";

import { pngOf } from "./png.ts";

test("returns a valid PNG that differs for another seed", () => {
  const png = pngOf("one");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([8, 8]);
  const names: string[] = [];
  for (let at = 8; at < png.length;) {
    const end = at + 8 + png.readUInt32BE(at);
    const body = png.subarray(at + 4, end);
    expect(png.readUInt32BE(end)).toBe(crc32(body));
    const name = body.subarray(0, 4).toString();
    if (name === "IDAT") expect(inflateSync(body.subarray(4))).toHaveLength(8 * 25);
    names.push(name);
    at = end + 4;
  }
  expect(names).toEqual(["IHDR", "tEXt", "IDAT", "IEND"]);
  expect(png.equals(pngOf("two"))).toBe(false);
});
