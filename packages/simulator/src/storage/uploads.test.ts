import { expect, test } from "vitest";

import { createUploads, ossUrlsIn } from "./uploads.ts";

const OWNER = { account: "one", model: "wan2.6-i2v" };
const FILE_URL = "oss://folder/a.png";

test("a file is readable for its model and account for 48 hours, and never overwritten", () => {
  let now = 0;
  const uploads = createUploads(() => now);
  uploads.grant("folder", OWNER);
  expect(uploads.problemOf(FILE_URL, OWNER)).not.toBeNull();
  expect(uploads.put("folder/a.png", Buffer.from("abc"))).toBe(true);
  expect(uploads.put("folder/a.png", Buffer.from("abc"))).toBe(false);
  expect(uploads.put("elsewhere/a.png", Buffer.from("abc"))).toBe(false);
  expect(uploads.all()).toMatchObject([{ key: "folder/a.png", bytes: 3, ...OWNER }]);
  expect(uploads.problemOf(FILE_URL, OWNER)).toBeNull();
  expect(uploads.problemOf(FILE_URL, { ...OWNER, account: "two" })).not.toBeNull();
  expect(uploads.problemOf(FILE_URL, { ...OWNER, model: "wan2.5-i2v-preview" })).not.toBeNull();
  now = 48 * 3_600_000;
  expect(uploads.problemOf(FILE_URL, OWNER)).not.toBeNull();
  uploads.clear();
  expect(uploads.all()).toEqual([]);
});

test("assumes that a file uploaded elsewhere is valid", () => {
  expect(createUploads(() => 0).problemOf("oss://dashscope-instant/x/1.png", OWNER)).toBeNull();
});

test("finds URLs at any depth", () => {
  expect(ossUrlsIn({ a: [FILE_URL, "https://x"], b: { c: FILE_URL }, d: null, e: 1 })).toEqual([
    FILE_URL,
    FILE_URL,
  ]);
});
