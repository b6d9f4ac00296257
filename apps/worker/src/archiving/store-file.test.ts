import { Readable } from "node:stream";

import { ArchiveError } from "@dashqueue/archive";
import type { ByteRange, Download } from "@dashqueue/service";
import { FetchError } from "@dashqueue/service";
import { describe, expect, it } from "vitest";

import { FILE, START } from "../../test/fixtures/generations.ts";
import type { StoreFilePorts } from "./store-file.ts";
import { storeFile, timeoutMsOf } from "./store-file.ts";

const never = new AbortController().signal;
/** The beginning of an MP4. */
const MP4 = Buffer.concat([
  Buffer.from("000000186674797069736f6d00000200", "hex"),
  Buffer.alloc(99),
]);

type Fetch = StoreFilePorts["fetch"];
type Archive = StoreFilePorts["archive"];

const answer = (changes: Partial<Download> = {}, body = MP4): Download => ({
  status: 200,
  contentType: "video/mp4",
  bytes: body.length,
  etag: null,
  endIsKnown: true,
  fromByte: null,
  totalBytes: body.length,
  stream: Readable.from(body.length === 0 ? [] : [body]),
  ...changes,
});
const fetching = (...answers: (() => Download)[]): Fetch => ({
  download: async () => (answers.length > 1 ? answers.shift() : answers[0])!(),
});
const rejecting = (error: Error): Fetch => ({
  download: async () => {
    throw error;
  },
});
const archive: Archive = {
  async write(_key, stream) {
    const bytes = Buffer.concat(await stream.toArray());
    return { bytes: bytes.length, sha256: bytes.toString("hex") };
  },
};
const refusing = (error: Error): Archive => ({
  async write() {
    throw error;
  },
});
const store = (fetch: Fetch, changes: Partial<StoreFilePorts> = {}) =>
  storeFile({ fetch, archive, now: () => START, ...changes }, "gen_1", FILE, never);

describe("storeFile", () => {
  it("returns name, size, sha256 and type of the archived file (G6)", async () => {
    expect(await store(fetching(answer))).toEqual({
      kind: "stored",
      file: {
        name: "video.mp4",
        bytes: MP4.length,
        sha256: MP4.toString("hex"),
        contentType: "video/mp4",
      },
    });
  });

  it.each<[string, Fetch, Archive, object]>([
    [
      "an expired link",
      fetching(() => answer({ status: 403 })),
      archive,
      { cause: "gone", failure: { kind: "download", code: "403" } },
    ],
    [
      "a host in trouble",
      fetching(() => answer({ status: 502 })),
      archive,
      { cause: "undelivered", failure: { code: "502" } },
    ],
    [
      "a truncated download",
      fetching(() => answer({ bytes: 999 })),
      archive,
      { cause: "undelivered", failure: { message: "the result ended after 115 of 999 bytes" } },
    ],
    [
      "an empty download",
      fetching(() => answer({ bytes: null }, Buffer.alloc(0))),
      archive,
      { cause: "undelivered", failure: { message: expect.stringContaining("an empty file") } },
    ],
    [
      "an HTML page",
      fetching(() => answer({}, Buffer.from("<html><body>Please log in.</body></html>"))),
      archive,
      {
        cause: "undelivered",
        failure: { message: "the host sent an HTML page instead of video.mp4" },
      },
    ],
    [
      "a full disk",
      fetching(answer),
      refusing(new ArchiveError("ENOSPC", "no space left")),
      { cause: "archive", failure: { kind: "storage", code: "ENOSPC" } },
    ],
    [
      "a lost connection",
      fetching(answer),
      refusing(Object.assign(new Error("reset"), { code: "ECONNRESET" })),
      { cause: "undelivered" },
    ],
    [
      "a host that does not respond",
      rejecting(new FetchError("other", "timeout")),
      archive,
      { cause: "unreachable", failure: { kind: "download", code: "" } },
    ],
    [
      "a private address",
      rejecting(new FetchError("private", "the private address 198.18.0.7 is not allowed")),
      archive,
      {
        cause: "unreachable",
        failure: { message: expect.stringContaining("RESULT_PRIVATE_HOSTS") },
      },
    ],
  ])("classifies %s, and reports the result as charged", async (_, fetch, archive, failed) => {
    const stored = await store(fetch, { archive });
    expect(stored).toMatchObject({ kind: "failed", failure: { charged: true } });
    expect(stored).toMatchObject(failed);
  });

  it("stores a file of unknown length if it ends at the same byte twice (G6)", async () => {
    const unsized = { bytes: null, endIsKnown: false };
    expect(await store(fetching(() => answer(unsized)))).toMatchObject({ kind: "stored" });
    const truncated = () => answer(unsized, MP4.subarray(0, 50));
    expect(await store(fetching(truncated, () => answer(unsized)))).toMatchObject({
      kind: "failed",
      cause: "undelivered",
    });
    expect(await store(fetching(truncated, () => answer({ status: 500 })))).toMatchObject({
      failure: { code: "500" },
    });
  });

  it("gives the download a signal of its own, which ends at the latest with the link", async () => {
    const signals: AbortSignal[] = [];
    const fetch: Fetch = {
      download: async (_url, signal) => {
        signals.push(signal);
        return answer();
      },
    };
    await store(fetch);
    await storeFile(
      { fetch, archive, now: () => START },
      "gen_1",
      { ...FILE, expiresAt: null },
      AbortSignal.abort(),
    );
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  });

  it.each([
    [null, 86_400_000],
    [START - 1, 60_000],
    [START + 3_600_000, 3_600_000],
    // Links of Kling's images; a longer timer than 2147483647 ms fires at once.
    [START + 30 * 86_400_000, 86_400_000],
  ])("with a link until %s takes at most %d ms", (expiresAt, timeoutMs) => {
    expect(timeoutMsOf({ expiresAt }, START)).toBe(timeoutMs);
  });

  /** Sends a file and interrupts each answer after the given number of bytes. */
  async function interrupted(breaks: number[], refuse = false) {
    const asked: (ByteRange | undefined)[] = [];
    const fetch: Fetch = {
      download: async (_url, _signal, rest) => {
        asked.push(rest);
        const from = rest?.fromByte ?? 0;
        return answer({
          status: rest === undefined || refuse ? 200 : 206,
          bytes: MP4.length - from,
          etag: '"v1"',
          fromByte: rest === undefined ? null : from,
          stream: Readable.from(interruptedAfter(MP4.subarray(from), breaks.shift())),
        });
      },
    };
    return { asked, stored: await store(fetch) };
  }

  it("resumes an interrupted download where it broke off", async () => {
    const { asked, stored } = await interrupted([20, 10]);
    expect(stored).toMatchObject({ kind: "stored", file: { sha256: MP4.toString("hex") } });
    expect(asked).toEqual([
      undefined,
      { fromByte: 20, etag: '"v1"' },
      { fromByte: 30, etag: '"v1"' },
    ]);
  });

  it("fails when a download makes no progress or cannot be resumed", async () => {
    expect((await interrupted([20, 0])).stored).toMatchObject({ kind: "failed" });
    expect((await interrupted([20], true)).stored).toMatchObject({ kind: "failed" });
  });

  it("reads the first bytes of a long file once", async () => {
    const long = Buffer.concat([MP4, Buffer.alloc(9_000, 7)]);
    const parts = () => Readable.from([long.subarray(0, 3_000), long.subarray(3_000)]);
    expect(await store(fetching(() => answer({ stream: parts() }, long)))).toMatchObject({
      file: { bytes: long.length, sha256: long.toString("hex") },
    });
  });
});

async function* interruptedAfter(content: Buffer, after: number | undefined) {
  yield content.subarray(0, after);
  if (after !== undefined) throw Object.assign(new Error("aborted"), { code: "ECONNRESET" });
}
