import { Readable } from "node:stream";
import { text } from "node:stream/consumers";

import type { Generation, GenerationEvent, Tombstone } from "@dashqueue/queue/internal";
import {
  readArchived,
  recordPlace,
  tombstoneOf,
  tombstonePlace,
  viewOf,
} from "@dashqueue/queue/internal";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import type { EndedRecordsPorts } from "./ended-records.ts";
import { createRecordArchiving } from "./ended-records.ts";

const never = new AbortController().signal;
const DAY_MS = 86_400_000;
const EVENT: GenerationEvent = {
  id: "1-0",
  name: "files-archived",
  at: START,
  status: "succeeded",
  detail: { files: 1 },
};
const idOf = (number: number) => `gen_01JDA${String(number).padStart(21, "0")}`;
const ID = idOf(0);
const RECORD = recordPlace(ID);
const DAY = `days/2026-11-22/${ID}`;
const ended = (number = 0, changes: object = {}): Generation => ({
  ...GENERATIONS.succeeded,
  id: idOf(number),
  ...changes,
});

/** A store and an archive; the tests may break either. */
function world(records: readonly Generation[], retentionMs: number | null = null) {
  const redis = new Map(records.map((record) => [record.id, record]));
  const unarchived = new Set(redis.keys());
  const tombstones = new Map<string, Tombstone>();
  const deleted = new Set<string>();
  const objects = new Map<string, string>();
  const logged: unknown[] = [];
  const lost = new Set<string>();
  const broken = { get: "", write: "", archived: "", remove: "" };
  const broke = (part: keyof typeof broken, key: string) => {
    if (broken[part] !== "" && key.includes(broken[part])) throw new Error(`${part} is broken`);
  };
  const pageOf = (ids: Iterable<string>, { offset, limit }: { offset: number; limit: number }) =>
    [...ids].slice(offset, offset + limit);
  const ports: Parameters<typeof createRecordArchiving>[0] = {
    store: {
      async held(id) {
        broke("get", id);
        const generation = redis.get(id);
        return generation === undefined ? null : { generation, events: [EVENT], json: null };
      },
      unarchived: async (page) => pageOf(unarchived, page),
      noteLost: async (id) => void lost.add(id),
      async archived(id) {
        broke("archived", id);
        unarchived.delete(id);
      },
      endedBefore: async (time, page) => pageOf(time > START ? redis.keys() : [], page),
      async forget(id) {
        redis.delete(id);
        tombstones.delete(id);
        deleted.delete(id);
      },
      tombstone: async (id) => tombstones.get(id) ?? null,
      deletedBefore: async (time, page) => pageOf(time > START ? deleted : [], page),
      filesRemoved: async (id) => void deleted.delete(id),
    } satisfies EndedRecordsPorts["store"],
    archive: {
      async write(key, bytes) {
        broke("write", key);
        objects.set(key, await text(bytes));
        return { bytes: 1, sha256: "" };
      },
      stat: async (key) =>
        objects.has(key) ? { bytes: 1, sha256: null, modifiedAt: START } : null,
      async *list(prefix) {
        for (const key of [...objects.keys()].filter((known) => known.startsWith(prefix)))
          yield { key, bytes: 1, modifiedAt: START };
      },
      async remove(key) {
        broke("remove", key);
        objects.delete(key);
      },
    },
    retentionMs,
    now: () => START + DAY_MS,
    logger: {
      error: (line: unknown) => void logged.push(line),
      info: (line: unknown) => void logged.push(line),
    },
  };
  const keep = createRecordArchiving(ports);
  const pass = () => keep(never);
  /** Deletes it as the producer does, which crashes before it removes the files. */
  const remove = (id: string) => {
    const record = redis.get(id);
    const tombstone = record && tombstoneOf(record, START);
    if (!tombstone) throw new Error(`${id} has not ended`);
    redis.delete(id);
    tombstones.set(id, tombstone);
    deleted.add(id);
    return tombstone;
  };
  return {
    ports,
    keep,
    pass,
    redis,
    unarchived,
    objects,
    logged,
    lost,
    broken,
    remove,
    deleted,
    tombstones,
  };
}

const readBack = (objects: ReadonlyMap<string, string>, id = ID) =>
  readArchived(
    {
      async open(key) {
        const found = objects.get(key);
        return found === undefined ? null : { stream: Readable.from([Buffer.from(found)]) };
      },
    },
    id,
  );

describe("the records of ended generations", () => {
  it("are written to the archive, named by their day, and stay in Redis", async () => {
    const { pass, redis, unarchived, objects } = world([ended()]);
    await pass();
    expect([...objects.keys()]).toEqual([DAY, RECORD]);
    expect(objects.get(DAY)).toBe(`${RECORD}\n`);
    const found = await readBack(objects);
    expect(found && viewOf(found.generation)).toEqual(viewOf(ended()));
    expect(found?.events).toEqual([EVENT]);
    expect([...unarchived]).toEqual([]);
    expect([...redis.keys()]).toEqual([ID]);
  });

  it("are deleted from Redis after the retention, more than a page of them", async () => {
    const records = Array.from({ length: 45 }, (_, number) => ended(number));
    const { pass, redis, objects } = world(records, DAY_MS / 2);
    await pass();
    expect(objects.size).toBe(90);
    expect([...redis.keys()]).toEqual([]);
    const young = world(records, DAY_MS);
    await young.pass();
    expect(young.redis.size).toBe(45);
  });

  it("are written before they are deleted, when an earlier version did not", async () => {
    const { pass, redis, unarchived, objects } = world([ended()], 1);
    unarchived.clear();
    await pass();
    expect([...objects.keys()]).toEqual([DAY, RECORD]);
    expect([...redis.keys()]).toEqual([]);
  });

  it.each(["get", "write"] as const)(
    "stay in Redis, beside others that do not, while %s fails for them",
    async (part) => {
      const { pass, broken, redis, unarchived } = world([ended(), ended(1)], 1);
      broken[part] = ID;
      await pass();
      expect([...redis.keys()]).toEqual([ID]);
      expect([...unarchived]).toEqual([ID]);
      broken[part] = "";
      await pass();
      expect([...redis.keys()]).toEqual([]);
    },
  );

  it("stay in Redis while the archive fails; the failure and the recovery are logged once", async () => {
    const records = Array.from({ length: 45 }, (_, number) => ended(number));
    const { pass, broken, redis, unarchived, logged } = world(records, 1);
    broken.write = "/";
    await pass();
    await pass();
    expect(redis.size).toBe(45);
    expect(unarchived.size).toBe(45);
    broken.write = "";
    await pass();
    await pass();
    expect(redis.size).toBe(0);
    expect(logged).toMatchObject([
      { event: "records-unarchived", generation_id: ID },
      { event: "records-archived" },
    ]);
  });

  it.each<["write" | "archived", string]>([
    ["write", "/generation.json"],
    ["archived", ID],
  ])("are complete when a worker crashed before the step %s %s", async (step, at) => {
    const { pass, broken, unarchived, objects } = world([ended()]);
    broken[step] = at;
    await pass();
    expect([...unarchived]).toEqual([ID]);
    broken[step] = "";
    await pass();
    expect([...objects.keys()]).toEqual([DAY, RECORD]);
    expect([...unarchived]).toEqual([]);
  });

  it("are removed from the archive when they were deleted, with their files", async () => {
    const { pass, objects, remove, deleted, tombstones, broken } = world([ended(), ended(1)]);
    await pass();
    objects.set(`${ID}/video.mp4`, "a film");
    const tombstone = remove(ID);
    broken.remove = "video.mp4";
    await pass();
    expect([...deleted]).toEqual([ID]);
    broken.remove = "";
    await pass();
    expect([...deleted]).toEqual([]);
    expect([...tombstones.keys()]).toEqual([ID]);
    expect([...objects.keys()].filter((key) => key.includes(ID))).toEqual([
      tombstonePlace(tombstone),
    ]);
    expect(JSON.parse(objects.get(tombstonePlace(tombstone)) ?? "")).toEqual(tombstone);
    expect(await readBack(objects, idOf(1))).not.toBeNull();
  });

  it("lose their tombstone after the retention, never before their files", async () => {
    const { ports, pass, redis, objects, remove, tombstones, broken } = world([ended()], 1);
    objects.set(`${ID}/video.mp4`, "a film");
    remove(ID);
    ports.store.endedBefore = async (_, page) => [...tombstones.keys()].slice(page.offset);
    broken.remove = "video.mp4";
    await pass();
    expect([...tombstones.keys()]).toEqual([ID]);
    broken.remove = "";
    await pass();
    expect([redis.size, tombstones.size, objects.size]).toEqual([0, 0, 1]);
  });

  it("tell of a paid result that was lost, even while the archive cannot be written", async () => {
    const { result } = GENERATIONS.succeeded;
    const { failure } = GENERATIONS.failed;
    const expired = { ...failure, kind: "expired" } as const;
    const gone: Generation = { ...GENERATIONS.failed, id: idOf(1), result, failure: expired };
    const { pass, lost, broken, unarchived } = world([ended(), gone]);
    broken.write = "gen_";
    await pass();
    expect([[...lost], unarchived.size]).toEqual([[gone.id], 2]);
  });

  it("that Redis lost are no longer waited for", async () => {
    const { pass, redis, unarchived, objects } = world([ended()]);
    redis.clear();
    await pass();
    expect([unarchived.size, objects.size]).toEqual([0, 0]);
  });

  it("are left to others when the process closes", async () => {
    const { keep, ports, unarchived, logged } = world([ended()], 1);
    await keep(AbortSignal.abort());
    const closing = new AbortController();
    ports.archive.write = async () => {
      closing.abort();
      throw new Error("aborted");
    };
    await createRecordArchiving(ports)(closing.signal);
    expect([...unarchived]).toEqual([ID]);
    expect(logged).toEqual([]);
  });

  const secret = fc.stringMatching(/^[A-Za-z0-9]{20,40}$/);
  const place = fc.constantFrom("input", "metadata", "webhook", "message", "usage", "prompt");
  const form = fc.constantFrom(
    (key: string) => `https://b.oss-cn-beijing.aliyuncs.com/v.mp4?Expires=1&Signature=${key}`,
    (key: string) => `https://user:${key}@h.example/a.png`,
    (key: string) => `sk-${key}`,
    (key: string) => `Authorization: Bearer ${key}`,
  );
  it("hold no credential and no signed URL, wherever a caller put it (G7)", async () => {
    await fc.assert(
      fc.asyncProperty(secret, place, form, async (key, where, formOf) => {
        const { pass, objects } = world([withText(formOf(key), where)]);
        await pass();
        expect([...objects.values()].join()).not.toContain(key);
        expect(await readBack(objects)).not.toBeNull();
      }),
    );
  });
});

function withText(given: string, where: string): Generation {
  const { request, result } = GENERATIONS.succeeded;
  switch (where) {
    case "input":
      return ended(0, { request: { ...request, input: { list: [{ url: given }] } } });
    case "metadata":
      return ended(0, { metadata: { note: given } });
    case "webhook":
      return ended(0, { webhookUrl: given });
    case "usage":
      return ended(0, { result: { ...result, usage: { link: given } } });
    case "prompt":
      return ended(0, { result: { ...result, actualPrompt: given } });
    default: {
      const failure = { ...GENERATIONS.failed.failure, message: given };
      return { ...GENERATIONS.failed, id: ID, failure };
    }
  }
}
