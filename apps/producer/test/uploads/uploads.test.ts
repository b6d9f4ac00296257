import { readdir, readFile } from "node:fs/promises";
import { request } from "node:http";
import path from "node:path";

import { ArchiveError } from "@dashqueue/archive";
import { waitFor } from "@dashqueue/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { mediaFile } from "../fixtures/media-server.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

const PICTURE = path.resolve(import.meta.dirname, "../../../../examples/picture.png");

let producer: RunningProducer;
beforeAll(async () => void (producer = await startProducer()));
afterAll(() => producer[Symbol.asyncDispose]());

type Body = NonNullable<RequestInit["body"]>;
const send = (body: Body) =>
  fetch(`${producer.url}/v1/uploads`, { method: "POST", body, duplex: "half" });
const kept = async () => (await readdir(path.join(producer.archiveFolder, "uploads"))).sort();
/** Enough of a picture that the rest is stored as it arrives. */
const HALF = Buffer.concat([mediaFile("image.png"), Buffer.alloc(70_000)]);
const unfinished = ({ archiveFolder }: RunningProducer) =>
  readdir(path.join(archiveFolder, ".unfinished")).catch(() => []);

describe("POST /v1/uploads", () => {
  it("stores an image, and accepts a request that refers to it", async () => {
    const bytes = await readFile(PICTURE);
    const answer = await send(bytes);
    expect(answer.status).toBe(201);
    const upload = (await answer.json()) as { id: string; url: string };
    expect(upload).toMatchObject({ bytes: bytes.byteLength, content_type: "image/png" });
    expect(upload.url).toBe(`upload://${upload.id}`);
    expect(await producer.uploaded(upload.id)).toEqual(bytes);

    const body = { model: "wan2.6-i2v", input: { prompt: "it moves", img_url: upload.url } };
    expect((await producer.post(body)).status).toBe(202);
    const asSound = { ...body, input: { ...body.input, audio_url: upload.url } };
    expect(await (await producer.post(asSound)).json()).toMatchObject({
      errors: [{ path: "input.audio_url" }],
    });
  });

  it.each<[string, () => Body, number]>([
    ["a body that is not media", () => "a text", 415],
    ["an empty body", () => "", 415],
    ["a file over the limit", () => new Uint8Array(200_000), 413],
    [
      "a file over the limit without a Content-Length",
      () => new Blob([mediaFile("image.png"), new Uint8Array(200_000)]).stream(),
      413,
    ],
  ])("stores nothing of %s", async (_, body, status) => {
    const before = await kept();
    expect((await send(body())).status).toBe(status);
    expect(await kept()).toEqual(before);
  });

  it.each(["ENOSPC", "EROFS"])(
    "answers 507 and logs it when the storage fails with %s",
    async (code) => {
      await using full = await startProducer({
        uploads: {
          use: async () => null,
          async add(_id, bytes) {
            for await (const chunk of bytes)
              if (chunk.byteLength > 0) throw new ArchiveError(code, "no space left");
            throw new Error("no bytes");
          },
        },
      });
      const answer = await fetch(`${full.url}/v1/uploads`, {
        method: "POST",
        body: await readFile(PICTURE),
      });
      expect(answer.status).toBe(507);
      expect(full.log.join()).toContain("upload-failed");
    },
  );

  it("ends an upload when the process stops", async () => {
    await using closing = await startProducer();
    const sending = request(`${closing.url}/v1/uploads`, { method: "POST" });
    sending.on("error", () => {});
    const answered = new Promise<number | undefined>((resolve) =>
      sending.once("response", ({ statusCode }) => resolve(statusCode)),
    );
    sending.write(HALF);
    await waitFor(async () => (await unfinished(closing)).length > 0);
    closing.closing.abort();
    expect(await answered).toBe(503);
    await waitFor(async () => (await unfinished(closing)).length === 0);
  });

  it("stores nothing of a file if its sender disconnects", async () => {
    const before = await kept();
    const sending = request(`${producer.url}/v1/uploads`, { method: "POST" });
    sending.on("error", () => {});
    sending.write(HALF);
    await waitFor(async () => (await unfinished(producer)).length > 0);
    sending.destroy();
    await waitFor(async () => (await unfinished(producer)).length === 0);
    expect(await kept()).toEqual(before);
    expect(producer.log.join()).not.toContain("request-failed");
  });
});
