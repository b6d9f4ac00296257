import { DEFAULT_TENANT } from "../generation/tenant-id.ts";
import type { Tombstone } from "../generation/deletion/tombstone.ts";
import type { Ended } from "./archived-record.ts";

/** Where the record of an ended generation lies in the archive: beside its files. */
export function recordPlace(id: string): string {
  return `${id}/generation.json`;
}

/**
 * The object that names a generation under the UTC day on which it ended and its tenant, so that a
 * person can browse by both. Ids begin with the time of creation, so each day is in that order. The
 * default tenant has no folder of its own, as in earlier versions.
 */
export function dayMark({ id, tenant, finishedAt }: Pick<Ended, "id" | "tenant" | "finishedAt">) {
  const day = new Date(finishedAt).toISOString().slice(0, 10);
  const folder = tenant === DEFAULT_TENANT ? "" : `${tenant}/`;
  return { key: `${dayPlace(day)}${folder}${id}`, text: `${recordPlace(id)}\n` };
}

/** Where the archive keeps the cost of a deleted generation, by the UTC day on which it ended. */
export function tombstonePlace({ id, tenant, finished_at }: Tombstone): string {
  const folder = tenant === DEFAULT_TENANT ? "" : `${tenant}/`;
  return `${deletedPlace(finished_at.slice(0, 10))}${folder}${id}.json`;
}

/** What the keys of the deleted generations begin with that ended on this day. */
export function deletedPlace(day: string): string {
  return `deleted/${day}/`;
}

/** What the keys of a day's generations begin with. */
export function dayPlace(day: string): string {
  return `days/${day}/`;
}

/** Whether this can be the id of a generation. Only then may it become part of a place. */
export function isGenerationId(id: string): boolean {
  return /^gen_[\dA-Z]{26}$/.test(id);
}
