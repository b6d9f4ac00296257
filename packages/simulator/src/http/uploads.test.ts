import { expect, test } from "vitest";

import { createUploads, ossUrlsIn } from "./uploads.ts";

const owner = { account: "one", model: "wan2.6-i2v" };
const url = "oss://folder/a.png";

test("a file is there for its model and account, once, for 48 hours", () => {
  let now = 0;
  const uploads = createUploads(() => now);
  uploads.grant("folder", owner);
  expect(uploads.problemOf(url, owner)).not.toBeNull();
  expect(uploads.put("folder/a.png", Buffer.from("abc"))).toBe(true);
  expect(uploads.put("folder/a.png", Buffer.from("abc"))).toBe(false);
  expect(uploads.put("elsewhere/a.png", Buffer.from("abc"))).toBe(false);
  expect(uploads.all()).toMatchObject([{ key: "folder/a.png", bytes: 3, ...owner }]);
  expect(uploads.problemOf(url, owner)).toBeNull();
  expect(uploads.problemOf(url, { ...owner, account: "two" })).not.toBeNull();
  expect(uploads.problemOf(url, { ...owner, model: "wan2.5-i2v-preview" })).not.toBeNull();
  now = 48 * 3_600_000;
  expect(uploads.problemOf(url, owner)).not.toBeNull();
  uploads.clear();
  expect(uploads.all()).toEqual([]);
});

test("nothing is known of a file that was not uploaded here", () => {
  expect(createUploads(() => 0).problemOf("oss://dashscope-instant/x/1.png", owner)).toBeNull();
});

test("URLs are found wherever they are", () => {
  expect(ossUrlsIn({ a: [url, "https://x"], b: { c: url }, d: null, e: 1 })).toEqual([url, url]);
});
