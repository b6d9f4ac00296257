import { expect, it } from "vitest";

import { signatureOf } from "./file-signature.ts";

it.each([
  ["\x89PNG\r\n\x1A\n\0\0", "image/png"],
  ["ID3\x04", "audio/mpeg"],
  ["II*\0\x08", "image/tiff"],
  ["MM\0*\0", "image/tiff"],
  ["GIF89a", undefined],
  ["", undefined],
])("%j starts a file of the type %s", (start, mime) => {
  expect(signatureOf(Buffer.from(start, "latin1"))?.mime).toBe(mime);
});
