import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import type { S3Server } from "@dashqueue/testing";
import { findFreePort, startS3 } from "@dashqueue/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { Archive } from "../src/archive.ts";
import { archiveLocation } from "../src/location.ts";
import { openArchive } from "../src/open-archive.ts";
import { describeArchive } from "./conformance/archive-conformance.ts";
import { describeUploads } from "./conformance/upload-conformance.ts";

const MP4 = { contentType: "video/mp4" };
const KEY = "gen_1/video.mp4";
const PART = 8 * 1024 * 1024;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

let s3: S3Server;
let opened = 0;
let archive: Archive;
/** Opens an empty archive: each has a prefix of its own. */
async function open(url = `${s3.archiveUrl}/${(opened += 1)}`): Promise<Archive> {
  archive = await openArchive(archiveLocation(url)!);
  return archive;
}
beforeAll(async () => void (s3 = await startS3()));
afterAll(() => s3[Symbol.asyncDispose]());
beforeEach(() => {
  for (const [name, value] of Object.entries(s3.env)) vi.stubEnv(name, value);
});
afterEach(() => {
  s3.intercept(() => false);
  vi.unstubAllEnvs();
});

describeArchive("S3", open);
describeUploads("S3", open);

const put = (bytes: string | Buffer = "bytes") => archive.write(KEY, Readable.from([bytes]), MP4);
const requestsOf = (run: () => Promise<unknown>) => {
  const before = s3.requests.length;
  return run().then(
    () => s3.requests.slice(before),
    () => s3.requests.slice(before),
  );
};

describe("an object in S3", () => {
  beforeEach(() => open());

  it.each([100, PART + 100])("of %i bytes has its sha256 and type as metadata", async (length) => {
    const bytes = Buffer.alloc(length, "x");
    await put(bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(await archive.stat(KEY)).toMatchObject({ bytes: length, sha256 });
    const link = await archive.link(KEY, { ...MP4, expiresInMs: 60_000, fileName: "a b.mp4" });
    const answer = await fetch(link!);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "video/mp4",
      "content-disposition": 'inline; filename="a_b.mp4"',
      "content-length": String(length),
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    const part = await fetch(link!, { headers: { range: "bytes=2-4" } });
    expect([part.status, await part.text()]).toEqual([206, "xxx"]);
  });

  it("is missing when another process deleted it, even through a link", async () => {
    await put();
    const link = await archive.link(KEY, { ...MP4, expiresInMs: 60_000, fileName: "a.mp4" });
    await archive.remove(KEY);
    expect(await archive.open(KEY)).toBeNull();
    expect((await fetch(link!)).status).toBe(404);
  });

  it("cannot be read with a link that has expired", async () => {
    await put();
    const link = await archive.link(KEY, { ...MP4, expiresInMs: 1_000, fileName: "a.mp4" });
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await fetch(link!)).status).toBe(403);
  });

  it("leaves no part of an upload whose stream fails", async () => {
    const requests = await requestsOf(() =>
      archive.write(KEY, Readable.from(failingAfter(3 * PART), { objectMode: false }), MP4),
    );
    expect(requests.at(-1)).toMatch(/^DELETE .*uploadId=/);
    expect(requests.filter((line) => line.startsWith("POST"))).toHaveLength(1);
  });

  it("needs no memory in proportion to its size", { timeout: 120_000 }, async () => {
    const megabytes = 300;
    const chunk = Buffer.alloc(1024 * 1024);
    let most = 0;
    const source = async function* () {
      for (let sent = 0; sent < megabytes; sent += 1) {
        yield chunk;
        if (sent % 25 !== 0) continue;
        // What is no longer needed does not count.
        collectGarbage();
        most = Math.max(most, process.memoryUsage().external);
      }
    };
    collectGarbage();
    const before = process.memoryUsage().external;
    // What the server stores is not of interest here.
    let stored = 0;
    s3.intercept((request, response) => {
      const isCompleted = request.method === "POST" && request.url?.includes("uploadId") === true;
      if (isCompleted) response.writeHead(400).end("<Error><Code>InvalidPart</Code></Error>");
      if (isCompleted) return true;
      if (request.method !== "PUT" || request.url?.includes("partNumber") !== true) return false;
      request.on("data", ({ length }: Buffer) => (stored += length));
      request.on("end", () => response.writeHead(200, { ETag: '"part"' }).end());
      return true;
    });
    await expect(
      archive.write(KEY, Readable.from(source(), { objectMode: false }), MP4),
    ).rejects.toMatchObject({ name: "ArchiveError" });
    expect(stored).toBe(megabytes * 1024 * 1024);
    expect(most - before).toBeLessThan((megabytes / 2) * 1024 * 1024);
  });
});

async function* failingAfter(length: number): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < length; sent += 1024 * 1024) yield Buffer.alloc(1024 * 1024);
  throw new Error("connection lost");
}

describe("a bad day of S3", () => {
  beforeEach(() => open());

  const answer = (status: number, code: string) => {
    let left = 1;
    s3.intercept((request, response) => {
      if (left === 0) return false;
      left -= 1;
      request
        .resume()
        .on("end", () =>
          response
            .writeHead(status, { "content-type": "application/xml" })
            .end(`<Error><Code>${code}</Code><Message>a bad day</Message></Error>`),
        );
      return true;
    });
  };

  it.each([
    [503, "SlowDown"],
    [500, "InternalError"],
  ])("%i %s is repeated", async (status, code) => {
    answer(status, code);
    expect(await put()).toMatchObject({ bytes: 5 });
  });

  it("a request that is refused for its time is repeated by the clock of the storage", async () => {
    const hour = 3_600_000;
    const times: (string | undefined)[] = [];
    s3.intercept((request, response) => {
      times.push(request.headers["x-amz-date"] as string | undefined);
      const date = new Date(Date.now() + hour).toUTCString();
      const text = "<Error><Code>RequestTimeTooSkewed</Code></Error>";
      request.resume().on("end", () => {
        if (times.length === 1) response.writeHead(403, { date }).end(text);
        else response.writeHead(200, { date }).end();
      });
      return true;
    });
    await archive.probe();
    const [first = 0, second = 0] = times.map((time) =>
      Date.parse((time ?? "").replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z")),
    );
    expect(Math.abs(second - first - hour)).toBeLessThan(60_000);
  });

  it.each([undefined, "abc", '"abc"'])(
    "a storage that kept fewer bytes is noticed, whatever ETag it answers: %j (G6)",
    async (etag) => {
      s3.intercept((request, response) => {
        const headers = { ...(etag && { etag }), "x-amz-request-id": "1" };
        request.resume().on("end", () => {
          if (request.method === "PUT") response.writeHead(200, headers).end();
          else response.writeHead(200, { etag: '"abc"', "content-length": "3" }).end();
        });
        return true;
      });
      await expect(put()).rejects.toMatchObject({ code: "SizeMismatch" });
    },
  );

  it("a connection that is lost in the middle of a part is repeated", async () => {
    let left = 1;
    s3.intercept((request) => {
      if (left === 0 || request.url?.includes("partNumber=2") !== true) return false;
      left -= 1;
      request.once("data", () => request.socket.destroy());
      return true;
    });
    const bytes = Buffer.alloc(2 * PART, "x");
    expect(await put(bytes)).toMatchObject({ bytes: 2 * PART });
    expect(left).toBe(0);
    const stored = await archive.open(KEY);
    expect((await buffer(stored!.stream)).equals(bytes)).toBe(true);
  });

  it.each([
    [403, "SignatureDoesNotMatch", "check AWS_ACCESS_KEY_ID"],
    [403, "AccessDenied", "s3:PutObject"],
    [301, "PermanentRedirect", "AWS_REGION"],
    [507, "QuotaExceeded", "raise the quota"],
  ])("%i %s says what to do", async (status, code, advice) => {
    s3.intercept((request, response) => {
      request
        .resume()
        .on("end", () =>
          response
            .writeHead(status, { "content-type": "application/xml" })
            .end(`<Error><Code>${code}</Code><Message>a bad day</Message></Error>`),
        );
      return true;
    });
    const expected = { name: "ArchiveError", code, message: expect.stringContaining(advice) };
    await expect(archive.probe()).rejects.toMatchObject(expected);
    await expect(put()).rejects.toMatchObject(expected);
  });

  it("a wrong key and a wrong bucket say what to do", async () => {
    await open("s3://nowhere/archive");
    await expect(archive.probe()).rejects.toMatchObject({
      code: "NoSuchBucket",
      message: expect.stringContaining("ARCHIVE_URL") as string,
    });
    vi.stubEnv("AWS_ACCESS_KEY_ID", "WRONG");
    await open();
    await expect(archive.probe()).rejects.toMatchObject({
      code: "InvalidAccessKeyId",
      message: expect.stringContaining("AWS_ACCESS_KEY_ID") as string,
    });
  });

  it("an endpoint that does not answer says what to do", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL_S3", `http://127.0.0.1:${await findFreePort()}`);
    await open();
    await expect(archive.probe()).rejects.toMatchObject({
      code: "ECONNREFUSED",
      message: expect.stringContaining("AWS_ENDPOINT_URL_S3") as string,
    });
  });

  it("an error has no signature, no key and no request (G7)", async () => {
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "the-secret-access-key");
    await open("s3://nowhere/archive");
    const error: unknown = await archive.probe().catch((error: unknown) => error);
    const seen = JSON.stringify(error, Object.getOwnPropertyNames(error));
    expect(seen).toContain("NoSuchBucket");
    expect(seen).not.toMatch(/the-secret|Signature=|authorization/i);
  });

  it("a versioned bucket keeps no version of a probe", async () => {
    s3.intercept((_request, response) => {
      response.setHeader("x-amz-version-id", "v1");
      return false;
    });
    const requests = await requestsOf(() => archive.probe());
    expect(requests.at(-1)).toMatch(/^DELETE .*versionId=v1/);
    expect(requests).toHaveLength(2);
  });

  it("a versioned bucket keeps one version of a large object", async () => {
    s3.intercept((_request, response) => {
      response.setHeader("x-amz-version-id", "v1");
      return false;
    });
    const requests = await requestsOf(() => put(Buffer.alloc(PART + 1)));
    expect(requests.filter((line) => line.startsWith("DELETE"))).toEqual([
      expect.stringMatching(/video\.mp4.*versionId=v1/),
    ]);
  });

  it("a connection that is lost while an object is read fails the stream", async () => {
    await put("0123456789");
    s3.intercept((request, response) => {
      if (request.method !== "GET") return false;
      response.writeHead(200, { "content-length": "10" }).write("01234");
      setImmediate(() => request.socket.destroy());
      return true;
    });
    const object = await archive.open(KEY);
    await expect(text(object!.stream)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });
});
