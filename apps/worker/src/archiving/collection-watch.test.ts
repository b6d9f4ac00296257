import type { CollectionGate, Failure } from "@dashqueue/queue/internal";
import { FetchError } from "@dashqueue/service";
import { describe, expect, it } from "vitest";

import { FAILURE, GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { createCollectionWatch } from "./collection-watch.ts";
import type { StoreCause, Stored } from "./store-file.ts";

const { archiving } = GENERATIONS;
const URL_OF_RESULT = "https://results.example/video.mp4?Signature=x";
const stored: Stored = {
  kind: "stored",
  file: { name: "video.mp4", bytes: 3, sha256: "abc", contentType: "video/mp4" },
};
const failed = (cause: StoreCause, code = ""): Stored => ({
  kind: "failed",
  cause,
  failure: { ...FAILURE, kind: cause === "archive" ? "storage" : "download", code },
});
const full: Failure = { ...FAILURE, kind: "storage", code: "ENOSPC", message: "full" };

const never = new AbortController().signal;

function start(origins: readonly string[] = ["https://bucket.example"]) {
  const state = {
    archive: null as Failure | null,
    unreachable: new Set<string>(),
    now: START,
    gateFails: false,
    blockFails: false,
    /** What other workers report. */
    others: [] as readonly (readonly [account: string | null, failure: Failure])[],
    resumeFails: false,
  };
  const blocks = new Map<string | null, Failure>();
  const log: string[] = [];
  const asked: string[] = [];
  /** The accounts whose results were resumed, each time. */
  const resumed: string[][] = [];
  const gate: Pick<CollectionGate, "block" | "unblock" | "blocks"> = {
    async block({ account }, failure) {
      if (state.blockFails) throw new Error("redis is read-only");
      const isNew = !blocks.has(account);
      blocks.set(account, failure);
      return isNew;
    },
    async unblock({ account }) {
      if (state.gateFails) throw new Error("redis is away");
      return blocks.delete(account);
    },
    async blocks() {
      if (state.gateFails) throw new Error("redis is away");
      return [...blocks, ...state.others].map(([account, failure]) =>
        Object.assign({}, failure, { account, since: START }),
      );
    },
  };
  const note = ({ event }: { event: string }) => void log.push(event);
  const watch = createCollectionWatch({
    accounts: [
      { name: "default", origins },
      { name: "other", origins: [] },
    ],
    archive: {
      async failure() {
        asked.push("archive");
        return state.archive;
      },
      async wasFull() {
        asked.push("was full");
        state.archive = full;
      },
      stored: () => void asked.push("stored"),
    },
    async reach(origin) {
      asked.push(origin);
      if (state.unreachable.has(origin))
        throw new FetchError("private", "the private address 198.18.0.7 is not allowed");
    },
    gate,
    async resumeCopies(isMeant) {
      if (state.resumeFails) throw new Error("redis is away");
      resumed.push(["default", "other", "gone"].filter(isMeant));
    },
    worker: "ann",
    logger: { error: note, info: note } as never,
    intervalMs: 1_000,
    now: () => state.now,
  });
  const observe = (result: Stored, id = "gen_01") =>
    watch.observed({ ...archiving, id }, URL_OF_RESULT, result);
  return { watch, state, blocks, log, asked, resumed, observe };
}

describe("a worker that starts", () => {
  it("checks the archive and the path to the results before it lets anything be bought (G11)", async () => {
    const { watch, asked } = start();
    expect(await watch.isCollectable("default")).toBe(true);
    expect(asked).toEqual(["archive", "https://bucket.example"]);
    expect(await watch.isCollectable("other")).toBe(true);
    expect(asked).toHaveLength(2);
  });

  it("checks again if the first check failed", async () => {
    const { watch, state } = start();
    state.gateFails = true;
    await expect(watch.isCollectable("default")).rejects.toThrow("redis is away");
    state.gateFails = false;
    expect(await watch.isCollectable("default")).toBe(true);
  });

  it("lets nothing be bought if what it found cannot be written (G11)", async () => {
    const { watch, state } = start();
    state.unreachable.add("https://bucket.example");
    state.blockFails = true;
    await expect(watch.isCollectable("default")).rejects.toThrow("redis is read-only");
    state.blockFails = false;
    expect(await watch.isCollectable("default")).toBe(false);
  });

  it("is content with one of several hosts, and says what to set if none may be asked", async () => {
    const { watch, state, blocks, log } = start(["https://a.example", "https://b.example"]);
    state.unreachable.add("https://a.example");
    await watch.check(never);
    expect(await watch.isCollectable("default")).toBe(true);

    const alone = start(["https://a.example"]);
    alone.state.unreachable.add("https://a.example");
    expect(await alone.watch.isCollectable("default")).toBe(false);
    expect(await alone.watch.isCollectable("other")).toBe(true);
    expect(alone.blocks.get("default")?.message).toMatch(
      /a\.example.*198\.18.*RESULT_PRIVATE_HOSTS/,
    );
    expect([blocks.size, log]).toEqual([0, []]);
    expect(alone.log).toEqual(["collection-blocked"]);
  });
});

describe("an archive that cannot be written", () => {
  it("blocks every account until it can, and is announced once (G11)", async () => {
    const { watch, state, log } = start();
    state.archive = full;
    expect(await watch.isCollectable("default")).toBe(false);
    await watch.check(never);
    expect(await watch.isCollectable("other")).toBe(false);
    state.archive = null;
    await watch.check(never);
    expect(await watch.isCollectable("other")).toBe(true);
    expect(log).toEqual(["collection-blocked", "collection-unblocked"]);
  });

  it("is noticed when a create request is about to be sent", async () => {
    const { watch, state } = start();
    expect(await watch.isCollectable("default")).toBe(true);
    state.archive = full;
    expect(await watch.isCollectable("default")).toBe(true);
    state.now += 3_000;
    expect(await watch.isCollectable("default")).toBe(false);
  });

  it("is noticed when a result does not fit", async () => {
    const { watch, asked, observe } = start();
    await observe(failed("archive", "EEXIST"));
    expect(await watch.isCollectable("default")).toBe(true);
    await observe(failed("archive", "ENOSPC"));
    expect(asked).toContain("was full");
    expect(await watch.isCollectable("default")).toBe(false);
    await observe(stored);
    expect(asked).toContain("stored");
  });
});

describe("a result host", () => {
  it("blocks its account while it cannot be reached (G11)", async () => {
    const { watch, state, log, observe } = start();
    state.unreachable.add("https://results.example");
    await observe(failed("unreachable"));
    expect(await watch.isCollectable("default")).toBe(false);
    await watch.check(never);
    state.unreachable.clear();
    await watch.check(never);
    expect(await watch.isCollectable("default")).toBe(true);
    expect(log).toEqual(["collection-blocked", "collection-unblocked"]);
  });

  it("blocks nothing if it answers otherwise, or answers that the link is dead", async () => {
    const { blocks, observe } = start();
    for (const id of ["gen_1", "gen_2"]) await observe(failed("unreachable"), id);
    for (const id of ["gen_1", "gen_2", "gen_3"]) await observe(failed("gone"), id);
    expect(blocks.size).toBe(0);
  });

  it("blocks its account when it delivers no result of three generations in a row (G11)", async () => {
    const { watch, blocks, observe } = start();
    for (let tries = 0; tries < 9; tries += 1) await observe(failed("undelivered"), "gen_1");
    // It answers, but not with the file.
    await observe(failed("unreachable"), "gen_2");
    expect(blocks.size).toBe(0);
    await observe(failed("undelivered"), "gen_3");
    expect(await watch.isCollectable("default")).toBe(false);
    await watch.check(never);
    expect(await watch.isCollectable("default")).toBe(false);
    await observe(stored, "gen_1");
    expect(await watch.isCollectable("default")).toBe(true);
    await observe(failed("undelivered"), "gen_3");
    expect(blocks.size).toBe(0);
  });

  it("of an account that is no longer configured blocks nothing", async () => {
    const { watch, blocks } = start();
    const attempt = { ...archiving.attempt, account: "gone" };
    await watch.observed({ ...archiving, attempt }, URL_OF_RESULT, failed("unreachable"));
    expect(blocks.size).toBe(0);
  });
});

const ALL = ["default", "other", "gone"];

describe("the results that wait", () => {
  it("are copied when a worker starts, which may have removed the block", async () => {
    const { watch, state, resumed } = start();
    // Of a worker that has died: it lasts until it expires.
    state.others = [[null, full]];
    await watch.check(never);
    expect(resumed).toEqual([]);
    state.others = [];
    await watch.check(never);
    await watch.check(never);
    expect(resumed).toEqual([ALL]);
  });

  it("are copied once no worker reports the block, whichever did", async () => {
    const { watch, state, blocks, resumed } = start();
    await watch.check(never);
    state.archive = full;
    await watch.check(never);
    state.archive = null;
    state.others = [[null, full]];
    await watch.check(never);
    expect([resumed, blocks.size]).toEqual([[ALL], 0]);
    state.others = [];
    await watch.check(never);
    expect(resumed).toEqual([ALL, ALL]);

    state.others = [["other", full]];
    await watch.check(never);
    state.others = [];
    await watch.check(never);
    expect(resumed).toEqual([ALL, ALL, ["other"]]);
  });

  it("are not copied for an account whose own results still cannot be downloaded", async () => {
    const { watch, state, resumed } = start();
    state.others = [["default", full]];
    await watch.check(never);
    expect(resumed).toEqual([["other", "gone"]]);
    state.others = [];
    await watch.check(never);
    expect(resumed).toEqual([["other", "gone"], ["default"]]);
  });

  it("are copied after a block between two checks", async () => {
    const { watch, state, resumed, observe } = start();
    await watch.check(never);
    state.unreachable.add("https://results.example");
    await observe(failed("unreachable"));
    await observe(stored);
    await watch.check(never);
    expect(resumed).toEqual([ALL, ["default"]]);
  });

  it("are copied at the next check if Redis fails, and delay no submission", async () => {
    const { watch, state, resumed } = start();
    state.resumeFails = true;
    expect(await watch.isCollectable("default")).toBe(true);
    await expect(watch.check(never)).rejects.toThrow("redis is away");
    state.resumeFails = false;
    await watch.check(never);
    expect(resumed).toEqual([ALL]);
  });
});

it("repeats the first check if Redis was away", async () => {
  const { watch, state } = start();
  state.gateFails = true;
  await expect(watch.isCollectable("default")).rejects.toThrow("redis is away");
  state.gateFails = false;
  expect(await watch.isCollectable("default")).toBe(true);
});
