import { expect, it } from "vitest";

import { createSignedLinks } from "./signed-links.ts";

const signatureOf = (query: string) => new URLSearchParams(query).get("signature");

it("signs one file with the first token, for as long as that token is configured", () => {
  const signature = signatureOf(createSignedLinks(["new", "old"]).queryFor("gen_1", "video.mp4"));
  const { isSigned } = createSignedLinks(["newest", "new"]);
  expect(isSigned("gen_1", "video.mp4", signature)).toBe(true);
  expect(isSigned("gen_1", "image.png", signature)).toBe(false);
  expect(isSigned("gen_2", "video.mp4", signature)).toBe(false);
  expect(createSignedLinks(["newest"]).isSigned("gen_1", "video.mp4", signature)).toBe(false);
});

it.each([undefined, "", "x", ["a", "b"], {}])("rejects the signature %j", (given) => {
  expect(createSignedLinks(["new"]).isSigned("gen_1", "video.mp4", given)).toBe(false);
  expect(createSignedLinks([]).isSigned("gen_1", "video.mp4", given)).toBe(false);
});

it("adds no signature if there are no tokens", () => {
  expect(createSignedLinks([]).queryFor("gen_1", "video.mp4")).toBe("");
});
