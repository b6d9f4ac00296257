import { createHmac } from "node:crypto";

import { expect, it } from "vitest";

import type { SignedLinksOptions } from "./signed-links.ts";
import { createSignedLinks } from "./signed-links.ts";

const linksOf = (options: Partial<SignedLinksOptions>) =>
  createSignedLinks({
    secrets: [],
    tokens: [],
    expiresSeconds: 0,
    now: () => 1_000_000,
    ...options,
  });
/** A generation of the default tenant, and one of another. */
const OWN = { id: "gen_1", tenant: "default" };
const FOREIGN = { id: "gen_1", tenant: "films" };

const queryOf = (query: string) => Object.fromEntries(new URLSearchParams(query));

it("signs one file with the first secret, for as long as that secret is configured", () => {
  const query = queryOf(linksOf({ secrets: ["new", "old"] }).queryFor(OWN, "video.mp4"));
  expect(Object.keys(query)).toEqual(["signature"]);
  const { check } = linksOf({ secrets: ["newest", "new"] });
  expect(check("gen_1", "video.mp4", query)).toBe("valid");
  expect(check("gen_1", "image.png", query)).toBe("invalid");
  expect(check("gen_2", "video.mp4", query)).toBe("invalid");
  expect(linksOf({ secrets: ["newest"] }).check("gen_1", "video.mp4", query)).toBe("invalid");
});

it("keeps links valid when a token changes, if there is a secret", () => {
  const query = queryOf(linksOf({ secrets: ["s"], tokens: ["one"] }).queryFor(OWN, "a.png"));
  expect(linksOf({ secrets: ["s"], tokens: ["two"] }).check("gen_1", "a.png", query)).toBe("valid");
});

it("signs with a key of the first token without a secret, and accepts it beside a secret", () => {
  const query = queryOf(linksOf({ tokens: ["one", "two"] }).queryFor(OWN, "a.png"));
  const accepting = [{ tokens: ["zero", "one"] }, { secrets: ["s"], tokens: ["one"] }];
  for (const options of accepting)
    expect(linksOf(options).check("gen_1", "a.png", query)).toBe("valid-for-default");
  expect(linksOf({ tokens: ["two"] }).check("gen_1", "a.png", query)).toBe("invalid");
});

it("accepts links that earlier versions signed with the token itself", () => {
  const signature = createHmac("sha256", "one").update("dashqueue file gen_1/a.png").digest();
  const query = { signature: signature.toString("base64url") };
  expect(linksOf({ tokens: ["one"] }).check("gen_1", "a.png", query)).toBe("valid-for-default");
  expect(linksOf({ tokens: ["two"] }).check("gen_1", "a.png", query)).toBe("invalid");
});

it("limits a link to the time that is signed with it", () => {
  const options = { secrets: ["s"], expiresSeconds: 60 };
  const query = queryOf(linksOf(options).queryFor(OWN, "a.png"));
  expect(query).toMatchObject({ expires: "1060" });
  const at = (now: number, changed: object) =>
    linksOf({ ...options, now: () => now }).check("gen_1", "a.png", { ...query, ...changed });
  expect(at(1_059_999, {})).toBe("valid");
  expect(at(1_060_000, {})).toBe("expired");
  expect(at(1_060_000, { expires: "9999" })).toBe("invalid");
  expect(at(1_060_000, { expires: undefined })).toBe("invalid");
  expect(at(1_000_000, { expires: ["1060"] })).toBe("invalid");
});

it.each([undefined, "", "x", ["a", "b"], {}])("rejects the signature %j", (signature) => {
  expect(linksOf({ secrets: ["s"] }).check("gen_1", "a.png", { signature })).toBe("invalid");
  expect(linksOf({}).check("gen_1", "a.png", { signature })).toBe("invalid");
});

it("adds no signature without a secret or a token", () => {
  expect(linksOf({}).queryFor(OWN, "video.mp4")).toBe("");
});

it("signs for another tenant than the default one with a secret only", () => {
  expect(linksOf({ tokens: ["one"] }).queryFor(FOREIGN, "a.png")).toBe("");
  const links = linksOf({ secrets: ["s"], tokens: ["one"] });
  const query = queryOf(links.queryFor(FOREIGN, "a.png"));
  expect(links.check("gen_1", "a.png", query)).toBe("valid");
});
