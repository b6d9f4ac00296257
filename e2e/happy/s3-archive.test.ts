import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

import { startBundledApp, startS3 } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { CLOSE, startServedSystem } from "../system.ts";

const PICTURE = new URL("../../examples/picture.png", import.meta.url);

it("keeps results and uploads in S3, and serves them by redirect and as a stream", async () => {
  await using s3 = await startS3();
  const env = { ...s3.env, ARCHIVE_URL: s3.archiveUrl };
  await using system = await startServedSystem({ env });
  await system.startWorker();
  const sent = { method: "POST", body: await readFile(PICTURE) };
  const upload = (await (await system.fetch("/v1/uploads", sent)).json()) as { url: string };
  const input = { prompt: "it moves", img_url: upload.url };
  const { id } = await system.create({ model: "wan2.6-i2v", input, parameters: {} });
  const done = await system.until(id, "succeeded", "failed");
  expect(done).toMatchObject({ status: "succeeded", error: null });
  const [file] = done.output?.files ?? [];

  const manual = await system.fetch(file?.url ?? "", { redirect: "manual" });
  expect(manual.status).toBe(307);
  const followed = await system.fetch(file?.url ?? "");
  const bytes = Buffer.from(await followed.arrayBuffer());
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(file?.sha256);
  expect(followed.headers.get("content-type")).toBe(file?.content_type);
  const part = await system.fetch(file?.url ?? "", { headers: { range: "bytes=4-7" } });
  expect([part.status, await part.text()]).toEqual([206, "ftyp"]);

  // Clients that cannot reach the storage.
  await using streaming = await startBundledApp("producer", {
    ...system.env,
    ARCHIVE_SERVE: "stream",
  });
  const url = `${streaming.url}${file?.url}`;
  const whole = await fetch(url, { headers: CLOSE, redirect: "error" });
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
  const streamed = await fetch(url, { headers: { ...CLOSE, range: "bytes=4-7" } });
  expect([streamed.status, await streamed.text()]).toEqual([206, "ftyp"]);

  // Nothing remembers the links (G7).
  expect(system.producer.output()).not.toContain("X-Amz-Signature");
  expect(JSON.stringify(await system.get(id))).not.toContain("X-Amz-");
});
