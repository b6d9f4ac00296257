import { expect, it } from "vitest";

import { mediaKindOf } from "./media-kind.ts";

it.each([
  ["video/mp4", "video"],
  ["image/webp", "image"],
  ["audio/ogg; codecs=opus", "audio"],
  ["Image/PNG", "image"],
  ["image/svg+xml", null],
  ["image/tiff", null],
  ["text/html", null],
  ["text/html; image/png", null],
  ["application/json", null],
  ["model/gltf-binary", null],
  ["video", null],
  ["", null],
])("shows %j as %j", (contentType, kind) => {
  expect(mediaKindOf(contentType)).toBe(kind);
});
