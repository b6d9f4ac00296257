import { expect, it } from "vitest";

import { typeDeclared } from "./upload-type.ts";

it.each([
  ["image/png", { contentType: "image/png", extension: "png" }],
  ["image/svg+xml", { contentType: "image/svg+xml", extension: "svg" }],
  ["audio/x-m4a", { contentType: "audio/x-m4a", extension: "m4a" }],
  ["application/octet-stream", null],
  ["", null],
  ["image/../../x", null],
])("reads %s", (declared, type) => expect(typeDeclared(declared)).toEqual(type));
