import { describe, expect, it } from "vitest";

import {
  idOfContent,
  idOfKey,
  isUploadUrl,
  storedUploadId,
  uploadIdOf,
  uploadUrl,
} from "./upload-url.ts";

const ID = "upl_01KAQ3XW8J5T6V9E2YB7N4M1RC";
const URL = uploadUrl(ID);
const KEY = "dashqueue/1/猫.png";

describe("uploadIdOf", () => {
  it("returns the id of an upload URL", () => expect(uploadIdOf(URL)).toBe(ID));

  it("returns the same id for the same key, and a different id for another key", () => {
    expect(uploadIdOf(`oss://${KEY}`)).toBe(idOfKey(KEY));
    expect(idOfKey(KEY)).not.toBe(idOfKey(`${KEY}2`));
    expect(idOfKey(KEY)).not.toBe(idOfContent(Buffer.from(KEY)));
  });

  it("accepts the ids that it derives", () => {
    for (const id of [idOfKey(KEY), idOfContent(Buffer.from("ab"))])
      expect(uploadIdOf(uploadUrl(id))).toBe(id);
  });

  it.each([
    `${URL}/../x`,
    `${URL}0`,
    URL.toLowerCase(),
    "upload://x",
    "https://x.example/1.png",
    "oss://dashscope-instant/x/1.png",
  ])("returns null for %s", (url) => expect(uploadIdOf(url)).toBeNull());
});

it.each([
  [URL, true],
  [`oss://${KEY}`, true],
  ["upload://x", true],
  ["oss://dashscope-instant/x/1.png", false],
  ["oss://dashqueue-other/1.png", false],
])("isUploadUrl(%s) is %s", (url, expected) => expect(isUploadUrl(url)).toBe(expected));

it("stores the upload of another tenant than the default one under a name of its own", () => {
  expect(storedUploadId("default", ID)).toBe(ID);
  expect(storedUploadId("films", ID)).toBe(`films.${ID}`);
});
