import { Readable } from "node:stream";
import { text } from "node:stream/consumers";

import type { ByteRange, UntrustedFetch } from "@dashqueue/service";
import { describe, expect, it } from "vitest";

import { FILE } from "../../test/fixtures/generations.ts";
import type { Archive } from "./file-archive.ts";
import { storeFile } from "./store-file.ts";

const never = new AbortController().signal;
const post = () => Promise.reject(new Error("unexpected POST"));

function fetchAnswering(status: number, bytes: number | null): UntrustedFetch {
  return {
    post,
    download: async () => ({
      status,
      bytes,
      etag: null,
      endIsKnown: true,
      fromByte: null,
      totalBytes: bytes,
      stream: Readable.from(["abc"]),
    }),
  };
}
const writing = (bytes: number): Archive => ({ write: async () => ({ bytes, sha256: "abc" }) });
const refusing = (code: string): Archive => ({
  write: () => Promise.reject(Object.assign(new Error("no space left"), { code })),
});

describe("storeFile", () => {
  it("returns name, size, sha256 and type of the archived file (G6)", async () => {
    const stored = await storeFile(
      { fetch: fetchAnswering(200, 3), archive: writing(3) },
      "gen_1",
      FILE,
      never,
    );
    expect(stored).toEqual({
      kind: "stored",
      file: { name: "video.mp4", bytes: 3, sha256: "abc", contentType: "video/mp4" },
    });
  });

  it.each<[string, UntrustedFetch, Archive, object]>([
    ["an expired link", fetchAnswering(403, null), writing(3), { kind: "network", code: "403" }],
    ["a truncated download", fetchAnswering(200, 9), writing(3), { kind: "network" }],
    [
      "a download of unknown size",
      {
        post,
        download: async () => ({
          status: 200,
          bytes: null,
          etag: null,
          endIsKnown: false,
          fromByte: null,
          totalBytes: null,
          stream: Readable.from(["abc"]),
        }),
      },
      writing(3),
      { kind: "network" },
    ],
    ["an empty download", fetchAnswering(200, null), writing(0), { kind: "network" }],
    [
      "a full disk",
      fetchAnswering(200, 3),
      refusing("ENOSPC"),
      { kind: "storage", code: "ENOSPC" },
    ],
    ["a lost connection", fetchAnswering(200, 3), refusing("ECONNRESET"), { kind: "network" }],
    [
      "a host that does not respond",
      { post, download: () => Promise.reject(new Error("timeout")) },
      writing(3),
      { kind: "network", code: "" },
    ],
  ])("classifies %s, and reports the result as charged", async (_, fetch, archive, failure) => {
    const stored = await storeFile({ fetch, archive }, "gen_1", FILE, never);
    expect(stored).toMatchObject({ kind: "failed", failure: { charged: true, ...failure } });
  });

  /** Sends "abcdef" and interrupts each answer after the given number of bytes. */
  async function interrupted(breaks: number[], refuse = false) {
    const asked: (ByteRange | undefined)[] = [];
    const fetch: UntrustedFetch = {
      post,
      download: async (_url, _signal, rest) => {
        asked.push(rest);
        const from = rest?.fromByte ?? 0;
        const breakAfter = breaks.shift();
        return {
          status: rest === undefined || refuse ? 200 : 206,
          bytes: 6 - from,
          etag: '"v1"',
          endIsKnown: true,
          fromByte: rest === undefined ? null : from,
          totalBytes: 6,
          stream: Readable.from(interruptedAfter("abcdef".slice(from), breakAfter)),
        };
      },
    };
    const archive: Archive = {
      write: async (_id, _name, stream) => ({ bytes: 6, sha256: await text(stream) }),
    };
    return { asked, stored: await storeFile({ fetch, archive }, "gen_1", FILE, never) };
  }

  it("resumes an interrupted download where it broke off", async () => {
    const { asked, stored } = await interrupted([2, 1]);
    expect(stored).toMatchObject({ kind: "stored", file: { sha256: "abcdef" } });
    expect(asked).toEqual([
      undefined,
      { fromByte: 2, etag: '"v1"' },
      { fromByte: 3, etag: '"v1"' },
    ]);
  });

  it("fails when a download makes no progress or cannot be resumed", async () => {
    expect((await interrupted([2, 0])).stored).toMatchObject({
      kind: "failed",
      failure: { kind: "network" },
    });
    expect((await interrupted([2], true)).stored).toMatchObject({
      kind: "failed",
      failure: { kind: "network" },
    });
  });
});

async function* interruptedAfter(content: string, after: number | undefined) {
  yield Buffer.from(content.slice(0, after));
  if (after !== undefined) throw Object.assign(new Error("aborted"), { code: "ECONNRESET" });
}
