import { expect, test } from "vitest";

import { exampleTask, startTime } from "../../test/fixtures/task.ts";
import { findUrlProblem, ossErrors, ossErrorXml, signUrl } from "./oss.ts";
import { resultPaths, taskIdOfPath } from "./result-path.ts";

const expiresAt = startTime + 60_000;
const signed = new URL(signUrl("http://127.0.0.1:1", "/1d/a.mp4", expiresAt));

function problemWith(change: (url: URL) => void, now = startTime) {
  const url = new URL(signed);
  change(url);
  return findUrlProblem(url.pathname, url.searchParams, now);
}

test("a signed URL has OSS's three parameters, and is good until it expires", () => {
  expect([...signed.searchParams.keys()]).toEqual(["Expires", "OSSAccessKeyId", "Signature"]);
  const expiresMs = Number(signed.searchParams.get("Expires")) * 1000;
  expect(expiresMs).toBeGreaterThanOrEqual(expiresAt);
  expect(problemWith(() => {}, expiresMs - 1)).toBeNull();
  expect(problemWith(() => {}, expiresMs)).toBe(ossErrors.expired);
});

test("any change breaks it", () => {
  const { wrongSignature, unsigned } = ossErrors;
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

test("errors are OSS's XML", () => {
  const xml = ossErrorXml(ossErrors.expired, { requestId: "id", host: "host", now: startTime });
  expect(xml).toContain("<Code>AccessDenied</Code>\n  <Message>Request has expired.</Message>");
  expect(xml).toContain("<RequestId>id</RequestId>\n  <HostId>host</HostId>");
});

test("a path names its task and the day in Beijing", () => {
  const task = exampleTask();
  expect(resultPaths(task)[0]).toBe(`/1d/03/20260102/${task.id}.mp4`);
  expect(taskIdOfPath(resultPaths(task)[0] ?? "")).toBe(task.id);
  expect(taskIdOfPath("/favicon.ico")).toBeNull();
});

function signature(): string {
  return signed.searchParams.get("Signature") ?? "";
}

function flip(letter: string): string {
  return letter === "A" ? "B" : "A";
}
