import { expect, it } from "vitest";

import { dataUrlOf } from "./raw-base64.ts";

const base64 = (head: string) => btoa(head.padEnd(60, "\0"));

it.each([
  ["\x89PNG\r\n\x1a\n", "image/png"],
  ["\xff\xd8\xff\xe0", "image/jpeg"],
  ["GIF89a", "image/gif"],
  ["BM", "image/bmp"],
  ["RIFF\n\0\0\0WEBP", "image/webp"],
  ["II*\0", "image/tiff"],
  ["\0\0\0\x18ftypisom", "video/mp4"],
  ["\0\0\0\x14ftypqt  ", "video/quicktime"],
  ["RIFF\0\0\0\0AVI LIST", "video/avi"],
  ["RIFF\0\0\0\0WAVE", "audio/wav"],
  ["ID3\x04", "audio/mpeg"],
  ["\xff\xfb\x90", "audio/mpeg"],
])("makes a data URL of the base64 of a file that begins with %j", (head, type) => {
  expect(dataUrlOf(base64(head))).toBe(`data:${type};base64,${base64(head)}`);
});

it.each([
  "",
  "iVBORw0KGgo=",
  "https://example.com/a.png",
  base64("plain text"),
  `data:image/png;base64,${base64("\x89PNG\r\n")}`,
  `${base64("\x89PNG\r\n")}!`,
])("leaves %j as it is", (text) => {
  expect(dataUrlOf(text)).toBeNull();
});
