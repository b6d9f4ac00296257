import type { Ended } from "./archived-record.ts";

/** Where the record of an ended generation lies in the archive: beside its files. */
export function recordPlace(id: string): string {
  return `${id}/generation.json`;
}

/**
 * The object that names a generation under the UTC day on which it ended, so that a person can
 * browse by day. Ids begin with the time of creation, so each day is in that order.
 */
export function dayMark({ id, finishedAt }: Pick<Ended, "id" | "finishedAt">) {
  const day = new Date(finishedAt).toISOString().slice(0, 10);
  return { key: `${dayPlace(day)}${id}`, text: `${recordPlace(id)}\n` };
}

/** What the keys of a day's generations begin with. */
export function dayPlace(day: string): string {
  return `days/${day}/`;
}

/** Whether this can be the id of a generation. Only then may it become part of a place. */
export function isGenerationId(id: string): boolean {
  return /^gen_[\dA-Z]{26}$/.test(id);
}
