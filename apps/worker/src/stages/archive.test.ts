import type { TaskAnswer } from "@dashqueue/dashscope";
import type { Archiving, Change } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import {
  FAILURE,
  FILE,
  GENERATIONS,
  START,
  SUCCEEDED,
  taskAnswer,
  UNAVAILABLE,
} from "../../test/fixtures/generations.ts";
import type { Stored } from "../archiving/store-file.ts";
import { archive, archiveDelayMs } from "./archive.ts";

const { archiving, succeeded } = GENERATIONS;
const stored = {
  kind: "stored",
  file: { name: "video.mp4", bytes: 3, sha256: "abc", contentType: "video/mp4" },
} as const satisfies Stored;
const gone = {
  kind: "failed",
  cause: "gone",
  failure: { ...FAILURE, kind: "download", code: "404", message: "the host answered 404" },
} as const satisfies Stored;
const full: Stored = {
  kind: "failed",
  cause: "archive",
  failure: { ...FAILURE, kind: "storage", code: "ENOSPC", message: "no space left" },
};

interface Given {
  readonly archiving?: Archiving;
  readonly task?: TaskAnswer;
  readonly store?: (name: string) => Stored;
  /** Whether the archive lost what was stored before. */
  readonly lost?: boolean;
  readonly now?: number;
  readonly tries?: number;
  readonly signal?: AbortSignal;
  readonly missing?: boolean;
}

async function run(given: Given) {
  const changes: Change[] = [];
  const names: string[] = [];
  const outcome = await archive(
    given.archiving ?? archiving,
    {
      readTask: async () => given.task ?? taskAnswer(SUCCEEDED),
      holds: async () => given.lost !== true,
      store: async (_generation, file) => {
        names.push(file.name);
        return given.store?.(file.name) ?? stored;
      },
      record: async (_id, change) => {
        changes.push(change);
        if (given.missing) return { kind: "missing" };
        const generation = change.kind === "files-missing" ? archiving : succeeded;
        return { kind: "changed", generation };
      },
      now: () => given.now ?? START,
    },
    { tries: given.tries ?? 0, signal: given.signal ?? new AbortController().signal },
  );
  return { outcome, changes, names };
}

describe("archive", () => {
  it("succeeds when every file is stored (G6)", async () => {
    const { outcome, changes, names } = await run({
      task: taskAnswer({ ...SUCCEEDED, files: [FILE, { ...FILE, name: "image-2.png" }] }),
    });
    expect(outcome).toEqual({ kind: "advance", generation: succeeded });
    expect(names).toEqual(["video.mp4", "image-2.png"]);
    expect(changes).toMatchObject([
      { kind: "files-archived", files: [{ sha256: "abc" }, { sha256: "abc" }] },
    ]);
  });

  it.each<[string, Given]>([
    ["the disk is full", { store: () => full }],
    ["the provider is unavailable", { task: UNAVAILABLE }],
    ["the provider returns no file", { task: taskAnswer({ ...SUCCEEDED, files: [] }) }],
    [
      "the provider reports another status",
      { task: taskAnswer({ status: "RUNNING", id: "task-1" }) },
    ],
  ])("retries when %s, and fails only after the links expired (G6)", async (_, given) => {
    const early = await run(given);
    expect(early).toMatchObject({ outcome: { kind: "wait", delayMs: 2_000 } });
    expect(early.changes.every(({ kind }) => kind === "files-missing")).toBe(true);
    const late = await run({ ...given, now: archiving.result.expiresAt });
    expect(late.changes.at(-1)).toMatchObject({
      kind: "files-expired",
      failure: { kind: "expired", charged: true },
    });
  });

  const batch = taskAnswer({
    ...SUCCEEDED,
    files: ["image-1.png", "image-2.png", "image-3.png"].map((name) =>
      Object.assign({}, FILE, { name }),
    ),
  });
  const fileOf = (name: string) => ({ ...stored.file, name });
  const oneDead = (name: string): Stored =>
    name === "image-2.png" ? gone : { kind: "stored", file: fileOf(name) };
  const some = { files: ["image-1.png", "image-3.png"].map(fileOf) };

  it("keeps the files of a batch when one link is dead, and names what is missing (G6)", async () => {
    const { outcome, changes, names } = await run({ task: batch, store: oneDead });
    expect(names).toEqual(["image-1.png", "image-2.png", "image-3.png"]);
    expect(changes).toEqual([
      {
        kind: "files-missing",
        ...some,
        missing: [{ index: 1, name: "image-2.png", failure: gone.failure }],
      },
    ]);
    expect(outcome).toMatchObject({ kind: "wait", reason: "image-2.png: the host answered 404" });
  });

  it("does not download the files of a batch again that the archive holds", async () => {
    const begun = { archiving: { ...archiving, ...some }, task: batch, store: oneDead };
    expect((await run(begun)).names).toEqual(["image-2.png"]);
    expect((await run({ ...begun, lost: true })).names).toHaveLength(3);
    const whole = await run({
      ...begun,
      store: (name) => ({ kind: "stored", file: fileOf(name) }),
    });
    expect(whole.changes).toMatchObject([
      { kind: "files-archived", files: [{}, { name: "image-2.png" }, {}] },
    ]);
  });

  it("ends with another worker's decision", async () => {
    const outcome = await archive(
      archiving,
      {
        readTask: async () => batch,
        holds: async () => true,
        store: async (_generation, { name }) => oneDead(name),
        record: async () => ({ kind: "ignored", generation: succeeded, reason: "is succeeded" }),
        now: () => START,
      },
      { tries: 0, signal: new AbortController().signal },
    );
    expect(outcome).toEqual({ kind: "advance", generation: succeeded });
  });

  it("hands the job back when the process closes", async () => {
    expect((await run({ signal: AbortSignal.abort() })).outcome).toEqual({ kind: "hand-back" });
    const controller = new AbortController();
    const outcome = await archive(
      archiving,
      {
        readTask: async () => taskAnswer(SUCCEEDED),
        holds: async () => true,
        store: async () => {
          controller.abort();
          return full;
        },
        record: async () => ({ kind: "missing" }),
        now: () => START,
      },
      { tries: 0, signal: controller.signal },
    );
    expect(outcome).toEqual({ kind: "hand-back" });
  });

  it("fails when the record was deleted", async () => {
    expect((await run({ missing: true })).outcome).toMatchObject({ kind: "fail" });
  });
});

it("does not wait longer each time for what only this worker's API key causes (G6)", async () => {
  const refusedKey = {
    kind: "refused",
    failure: { ...FAILURE, kind: "authentication" },
  } as const;
  const delays = await Promise.all(
    [refusedKey, UNAVAILABLE].map(async (task) => (await run({ task, tries: 4 })).outcome),
  );
  expect(delays).toMatchObject([
    { kind: "wait", delayMs: 2_000 },
    { kind: "wait", delayMs: 32_000 },
  ]);
});

describe("archiveDelayMs", () => {
  it("doubles up to five minutes", () => {
    expect([0, 1, 2, 50].map(archiveDelayMs)).toEqual([2_000, 4_000, 8_000, 300_000]);
  });
});
