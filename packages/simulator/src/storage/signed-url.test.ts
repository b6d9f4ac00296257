import { expect, test } from "vitest";

import { START_TIME } from "../../test/fixtures/task.ts";
import { OSS_ERRORS } from "./oss-error.ts";
import { findUrlProblem, signUrl } from "./signed-url.ts";

const EXPIRES_AT = START_TIME + 60_000;
const signed = new URL(signUrl("http://127.0.0.1:1", "/1d/a.mp4", EXPIRES_AT));

function problemWith(change: (url: URL) => void, now = START_TIME) {
  const url = new URL(signed);
  change(url);
  return findUrlProblem(url.pathname, url.searchParams, now);
}

test("a signed URL has OSS's three parameters and is valid until it expires", () => {
  expect([...signed.searchParams.keys()]).toEqual(["Expires", "OSSAccessKeyId", "Signature"]);
  const expiresMs = Number(signed.searchParams.get("Expires")) * 1000;
  expect(expiresMs).toBeGreaterThanOrEqual(EXPIRES_AT);
  expect(problemWith(() => {}, expiresMs - 1)).toBeNull();
  expect(problemWith(() => {}, expiresMs)).toBe(OSS_ERRORS.expired);
});

test("any change invalidates a signed URL", () => {
  const { wrongSignature, unsigned } = OSS_ERRORS;
  expect(problemWith((url) => void (url.pathname = "/1d/b.mp4"))).toBe(wrongSignature);
  expect(problemWith((url) => url.searchParams.set("Expires", "9999999999"))).toBe(wrongSignature);
  expect(problemWith((url) => url.searchParams.set("OSSAccessKeyId", "LTAI"))).toBe(wrongSignature);
  expect(problemWith((url) => url.searchParams.set("Signature", "x"))).toBe(wrongSignature);
  expect(
    problemWith((url) => url.searchParams.set("Signature", signature().replace(/^./, flip))),
  ).toBe(wrongSignature);
  expect(problemWith((url) => url.searchParams.delete("Signature"))).toBe(unsigned);
  expect(problemWith((url) => url.searchParams.delete("Expires"))).toBe(unsigned);
});

function signature(): string {
  return signed.searchParams.get("Signature") ?? "";
}

function flip(letter: string): string {
  return letter === "A" ? "B" : "A";
}
