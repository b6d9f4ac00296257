import type { TaskAnswer } from "@dashqueue/dashscope";
import type { Change } from "@dashqueue/queue/internal";
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
const stored: Stored = {
  kind: "stored",
  file: { name: "video.mp4", bytes: 3, sha256: "abc", contentType: "video/mp4" },
};
const full: Stored = {
  kind: "failed",
  failure: { ...FAILURE, kind: "storage", code: "ENOSPC", message: "no space left" },
};

interface Given {
  readonly task?: TaskAnswer;
  readonly store?: Stored;
  readonly now?: number;
  readonly signal?: AbortSignal;
  readonly missing?: boolean;
}

async function run(given: Given) {
  const changes: Change[] = [];
  const names: string[] = [];
  const outcome = await archive(
    archiving,
    {
      readTask: async () => given.task ?? taskAnswer(SUCCEEDED),
      store: async (_id, file) => {
        names.push(file.name);
        return given.store ?? stored;
      },
      record: async (_id, change) => {
        changes.push(change);
        return given.missing ? { kind: "missing" } : { kind: "changed", generation: succeeded };
      },
      now: () => given.now ?? START,
    },
    { tries: 0, signal: given.signal ?? new AbortController().signal },
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
    ["the disk is full", { store: full }],
    ["the provider is unavailable", { task: UNAVAILABLE }],
    ["the provider returns no file", { task: taskAnswer({ ...SUCCEEDED, files: [] }) }],
    [
      "the provider reports another status",
      { task: taskAnswer({ status: "RUNNING", id: "task-1" }) },
    ],
  ])("retries when %s, and fails only after the links expired (G6)", async (_, given) => {
    const early = await run(given);
    expect(early).toMatchObject({ outcome: { kind: "wait", delayMs: 2_000 }, changes: [] });
    const late = await run({ ...given, now: archiving.result.expiresAt });
    expect(late.changes).toMatchObject([
      { kind: "files-expired", failure: { kind: "expired", charged: true } },
    ]);
  });

  it("hands the job back when the process closes", async () => {
    expect((await run({ signal: AbortSignal.abort() })).outcome).toEqual({ kind: "hand-back" });
    const controller = new AbortController();
    const outcome = await archive(
      archiving,
      {
        readTask: async () => taskAnswer(SUCCEEDED),
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

describe("archiveDelayMs", () => {
  it("doubles up to five minutes", () => {
    expect([0, 1, 2, 50].map(archiveDelayMs)).toEqual([2_000, 4_000, 8_000, 300_000]);
  });
});
