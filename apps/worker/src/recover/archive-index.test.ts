import { Readable } from "node:stream";
import { text } from "node:stream/consumers";

import type { Generation } from "@dashqueue/queue/internal";
import { archivedRecordOf, isEnded, recordPlace, tombstoneOf } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import { createArchivedAs, indexByDay } from "./archive-index.ts";

const [FIRST, SECOND, THIRD] = [
  "gen_01JDA0000000000000000000AA",
  "gen_01JDA0000000000000000000BB",
  "gen_01JDA0000000000000000000CC",
] as const;

function recordOf(id: string, changes: object = {}): [string, string] {
  const generation: Generation = { ...GENERATIONS.succeeded, id, ...changes };
  if (!isEnded(generation)) throw new Error("it has not ended");
  return [recordPlace(id), JSON.stringify(archivedRecordOf(generation, []))];
}

function archiveOf(entries: readonly (readonly [string, string])[]) {
  const objects = new Map(entries);
  const archive = {
    async open(key: string) {
      const found = objects.get(key);
      const bytes = Buffer.from(found ?? "");
      return found === undefined
        ? null
        : { stream: Readable.from([bytes]), bytes: bytes.byteLength, modifiedAt: 0 };
    },
    async stat(key: string) {
      return objects.has(key) ? { bytes: 1, sha256: null, modifiedAt: 0 } : null;
    },
    async write(key: string, bytes: Readable) {
      objects.set(key, await text(bytes));
      return { bytes: 1, sha256: "" };
    },
    async *list(prefix: string) {
      for (const key of [...objects.keys()].sort())
        if (key.startsWith(prefix)) yield { key, bytes: 1, modifiedAt: 0 };
    },
  };
  return { archive, objects };
}

describe("indexByDay", () => {
  it("names every record under the day on which it ended, once", async () => {
    const { archive, objects } = archiveOf([
      recordOf(FIRST),
      [`${FIRST}/video.mp4`, "bytes"],
      recordOf(SECOND, { finishedAt: Date.UTC(2026, 10, 23) }),
      ["gen_1/generation.json", "of another program"],
    ]);
    expect(await Array.fromAsync(indexByDay(archive))).toEqual([
      { kind: "added", id: FIRST },
      { kind: "added", id: SECOND },
    ]);
    expect(objects.get(`days/2026-11-22/${FIRST}`)).toBe(`${FIRST}/generation.json\n`);
    expect(objects.has(`days/2026-11-23/${SECOND}`)).toBe(true);
    expect((await Array.fromAsync(indexByDay(archive))).map(({ kind }) => kind)).toEqual([
      "known",
      "known",
    ]);
  });

  it("continues behind a record that it cannot read", async () => {
    const { archive } = archiveOf([[recordPlace(FIRST), "{"], recordOf(SECOND)]);
    expect(await Array.fromAsync(indexByDay(archive))).toEqual([
      { kind: "unreadable", id: FIRST, reason: expect.stringContaining(FIRST) as string },
      { kind: "added", id: SECOND },
    ]);
  });
});

describe("createArchivedAs", () => {
  const now = () => Date.UTC(2026, 10, 23, 1);

  it("finds the generation of a task that ended today or yesterday", async () => {
    const { archive, objects } = archiveOf([
      recordOf(FIRST, { failedTasks: ["task-0"] }),
      recordOf(SECOND, {
        finishedAt: Date.UTC(2026, 10, 21),
        task: { ...GENERATIONS.succeeded.task, id: "task-2" },
      }),
      [recordPlace(THIRD), "{"],
    ]);
    await Array.fromAsync(indexByDay(archive));
    objects.set(`days/2026-11-22/${THIRD}`, "");
    const deleted = tombstoneOf({ ...GENERATIONS.succeeded, id: THIRD }, now());
    const tasks = ["task-3"];
    objects.set(`deleted/2026-11-23/${THIRD}.json`, JSON.stringify({ ...deleted, tasks }));
    objects.set(`deleted/2026-11-23/broken.json`, "{");
    const problems: string[] = [];
    const archivedAs = createArchivedAs(archive, now, (problem) => problems.push(problem));
    expect(await archivedAs("task-3")).toBe(THIRD);
    expect(await archivedAs("task-0")).toBe(FIRST);
    expect(await archivedAs("task-1")).toBe(FIRST);
    expect(await archivedAs("task-2")).toBeNull();
    expect(problems).toEqual([]);
  });

  it("finds nothing in an archive that cannot be read, and reports it once", async () => {
    const { archive } = archiveOf([]);
    const broken = {
      ...archive,
      list: () => {
        throw new Error("the bucket does not exist");
      },
    };
    const problems: string[] = [];
    const archivedAs = createArchivedAs(broken, now, (problem) => problems.push(problem));
    expect([await archivedAs("task-0"), await archivedAs("task-1")]).toEqual([null, null]);
    expect(problems).toEqual([expect.stringContaining("the bucket does not exist")]);
  });
});
