import { Readable } from "node:stream";

import { describe, expect, it } from "vitest";

import { incomplete } from "../../test/fixtures/changes.ts";
import {
  after,
  ARCHIVED,
  BASE_URL,
  FAILURE,
  read,
  SAMPLES,
  START,
  SUCCEEDED,
} from "../../test/fixtures/generations.ts";
import type { GenerationEvent } from "../generation/event.ts";
import type { Generation } from "../generation/generation.ts";
import { viewOf } from "../view/view.ts";
import type { Ended } from "./archived-record.ts";
import { archivedRecordOf, isEnded } from "./archived-record.ts";
import type { Change } from "../transitions/change.ts";
import { dayMark, isGenerationId, recordPlace } from "./places.ts";
import { readArchived } from "./read-archived.ts";
import { withArchived } from "./with-archived.ts";

const EVENTS: readonly GenerationEvent[] = [
  { id: "1-0", name: "generation-accepted", at: START, status: "queued", detail: {} },
  { id: "2-0", name: "files-archived", at: START + 5, status: "succeeded", detail: { files: 1 } },
];

/** The end of a generation after these changes. */
function ended(generation: Generation, ...changes: readonly Change[]): Ended {
  const last = after(generation, ...changes);
  if (!isEnded(last)) throw new Error(`it is ${last.status}`);
  return last;
}

const succeeded = ended(SAMPLES.succeeded);
const failed = ended(SAMPLES.failed);
const lost = (charged: boolean): Change => ({
  kind: "files-expired",
  failure: { ...FAILURE, kind: "expired", requestId: "request-1", charged },
});
const partly = ended(SAMPLES.archiving, incomplete, lost(true));
const ENDED = {
  succeeded,
  partly,
  failed,
  "succeeded at an unknown price": ended(
    SAMPLES.running,
    read({ ...SUCCEEDED, usage: {} }),
    ARCHIVED,
  ),
  "lost and charged": ended(SAMPLES.archiving, lost(true)),
  "lost and not charged": ended(SAMPLES.archiving, lost(false)),
  canceled: ended(SAMPLES.canceled),
  "canceled with everything that a caller may set": ended({
    ...SAMPLES.canceled,
    priority: 7,
    metadata: { customer: "c1" },
    webhookUrl: "https://caller.example/hook",
    regenerates: "gen_01JDA0000000000000000000AB",
    ignored: ["parameters.seeds"],
    failedTasks: ["task-0"],
    workspace: "w",
    dataInspection: "enable",
    path: "services/x",
    cancel: "confirmed",
  }),
};
const ID = succeeded.id;

function archiveOf(objects: Readonly<Record<string, unknown>>) {
  const opened: string[] = [];
  const archive = {
    async open(key: string) {
      opened.push(key);
      const found = objects[key];
      if (found === undefined) return null;
      const json = typeof found === "string" ? found : JSON.stringify(found);
      return { stream: Readable.from([Buffer.from(json)]) };
    },
  };
  return { archive, opened };
}

const written = (generation: Ended, changes: object = {}) =>
  archiveOf({ [recordPlace(ID)]: { ...archivedRecordOf(generation, EVENTS), ...changes } }).archive;

describe("the archived record", () => {
  it("holds what callers see, and what they do not", () => {
    expect(archivedRecordOf(succeeded, EVENTS)).toMatchObject({
      ...viewOf(succeeded),
      version: 1,
      request: succeeded.request,
      attempt: { account: "default", base_url: BASE_URL },
      events: [
        { name: "generation-accepted", at: "2026-11-22T10:00:00.000Z" },
        { id: "2-0", status: "succeeded", detail: { files: 1 } },
      ],
    });
  });

  it.each(Object.entries(ENDED))("holds the same as the record did: %s", async (_, generation) => {
    const found = await readArchived(written(generation), ID);
    expect(viewOf(found!.generation)).toEqual(viewOf(generation));
    const { account, baseUrl, begunAt, lane } = generation.attempt ?? {};
    expect(found).toMatchObject({
      generation: {
        finishedAt: generation.finishedAt,
        request: generation.request,
        webhookUrl: generation.webhookUrl,
        failedTasks: generation.failedTasks,
        workspace: generation.workspace,
        dataInspection: generation.dataInspection,
        path: generation.path,
        attempt: generation.attempt && { account, baseUrl, begunAt, lane },
      },
      events: EVENTS,
    });
  });

  it("keeps the place of a lost result among the others", async () => {
    const found = await readArchived(written(partly), ID);
    expect(found?.generation).toMatchObject({ missing: [{ index: 1, name: "image-2.png" }] });
  });

  it("is read without fields and kinds of failures that this version does not know", async () => {
    const error = { kind: "new", code: "X", message: "m", request_id: null, charged: null };
    const found = await readArchived(written(failed, { error, mood: "good" }), ID);
    expect(viewOf(found!.generation).error).toEqual({
      ...error,
      kind: "provider_error",
      help: "/docs/operations/errors#provider_error",
    });
  });

  it.each<[string, unknown]>([
    ["a newer version wrote it", { ...archivedRecordOf(succeeded, EVENTS), version: 2 }],
    ["it is of another generation", archivedRecordOf({ ...succeeded, id: "gen_2" }, EVENTS)],
    ["it contradicts itself", { ...archivedRecordOf(succeeded, EVENTS), task: null }],
    ["it is cut off", '{"version": 1, "id'],
  ])("is refused with the name of the file when %s", async (_, document) => {
    const { archive } = archiveOf({ [recordPlace(ID)]: document });
    await expect(readArchived(archive, ID)).rejects.toThrow(`${ID}/generation.json`);
  });

  it("costs one read if there is none, and no read for a text that is not an id", async () => {
    const { archive, opened } = archiveOf({});
    expect(await readArchived(archive, ID)).toBeNull();
    for (const id of ["", "gen_1", "days", "../secret", `${ID}/..`, `gen_${"a".repeat(26)}`])
      expect(await readArchived(archive, id)).toBeNull();
    expect(opened).toEqual([recordPlace(ID)]);
  });
});

describe("with the archive behind it, Redis", () => {
  const live: Generation = { ...SAMPLES.running, id: "gen_01JDA0000000000000000000ZZ" };
  const { archive, opened } = archiveOf({ [recordPlace(ID)]: archivedRecordOf(succeeded, EVENTS) });
  const redis = {
    get: async (id: string) => (id === live.id ? live : null),
    events: async (id: string, after?: string) =>
      id === live.id && after === undefined ? EVENTS.slice(0, 1) : [],
  };
  const deleted = new Set<string>();
  const tombstone = async (id: string) => (deleted.has(id) ? {} : null);
  const { get, events } = withArchived(redis, archive, { tombstone });

  it("answers alone for what it has", async () => {
    expect(await get(live.id)).toBe(live);
    expect(await events(live.id)).toEqual(EVENTS.slice(0, 1));
    expect(await events(live.id, "1-0")).toEqual([]);
    expect(opened).toEqual([]);
  });

  it("answers from it for what it has forgotten", async () => {
    expect(viewOf((await get(ID))!)).toEqual(viewOf(succeeded));
    expect(await events(ID)).toEqual(EVENTS);
    const after = (id: string) => events(ID, id).then((found) => found.map((event) => event.id));
    expect(await after("1-0")).toEqual(["2-0"]);
    expect(await after("1-9")).toEqual(["2-0"]);
    expect(await after("2-0")).toEqual([]);
    expect(await after("10-0")).toEqual([]);
  });

  it("hides what was deleted while the archive still has it", async () => {
    deleted.add(ID);
    expect(await get(ID)).toBeNull();
    expect(await events(ID)).toEqual([]);
    deleted.delete(ID);
  });

  it("is null for an id that neither has", async () => {
    const unknown = "gen_01JDA0000000000000000000XX";
    expect(await get(unknown)).toBeNull();
    expect(await events(unknown)).toEqual([]);
    expect(await get("../secret")).toBeNull();
  });
});

it("has a place by the day on which the generation ended", () => {
  expect(dayMark(succeeded)).toEqual({
    key: `days/2026-11-22/${ID}`,
    text: `${ID}/generation.json\n`,
  });
  expect(dayMark({ ...succeeded, tenant: "films" }).key).toBe(`days/2026-11-22/films/${ID}`);
  expect(isGenerationId(ID)).toBe(true);
});
