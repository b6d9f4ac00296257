import { expect, it } from "vitest";

import { mediaReference, withUploads } from "./local-files.ts";

it("uploads each local file once, wherever it is", async () => {
  const uploaded: string[] = [];
  const upload = async (file: string) => `upload://${uploaded.push(file)}`;
  const value = {
    prompt: "a file: of mine",
    img_url: "file:cat.png",
    media: [{ url: "file:cat.png" }, { url: "file:///tmp/dog%20.png", weight: 1 }, null],
  };
  expect(await withUploads(value, upload)).toEqual({
    prompt: "a file: of mine",
    img_url: "upload://1",
    media: [{ url: "upload://1" }, { url: "upload://2", weight: 1 }, null],
  });
  expect(uploaded).toEqual(["cat.png", "/tmp/dog .png"]);
});

it.each([
  ["cat.png", "file:cat.png"],
  ["./a/cat.png", "file:a/cat.png"],
  ["https://host/cat.png", "https://host/cat.png"],
  ["upload://upl_1", "upload://upl_1"],
  ["data:image/png;base64,AA==", "data:image/png;base64,AA=="],
  ["file:cat.png", "file:cat.png"],
])("takes %s for %s", (given, expected) => {
  expect(mediaReference(given)).toBe(expected);
});
