import leven from "leven";

import { EITHER } from "./either.ts";

/** No name is longer, and comparing takes the product of both lengths. */
const MOST_CHARACTERS = 128;

/** Fewer characters begin too many names. */
const LEAST_BEGUN = 3;

/**
 * The names that an unknown one may stand for: those that begin with it, and otherwise those that
 * differ in at most a third of its characters, or in two, the nearest first. Upper and lower case
 * do not matter.
 */
export function similarTo(word: string, names: readonly string[], most = 1): readonly string[] {
  if (word === "" || word.length > MOST_CHARACTERS) return [];
  const wanted = word.toLowerCase();
  const begun =
    wanted.length < LEAST_BEGUN
      ? []
      : names.filter((name) => name.toLowerCase().startsWith(wanted));
  if (begun.length > 0) return begun.slice(0, most);
  // Two letters that changed places count as two changes.
  const mostChanges = Math.max(wanted.length > 3 ? 2 : 1, Math.floor(wanted.length / 3));
  return names
    .map((name) => ({ name, changes: leven(wanted, name.toLowerCase()) }))
    .filter(({ changes }) => changes <= mostChanges)
    .toSorted((one, other) => one.changes - other.changes)
    .map(({ name }) => name)
    .slice(0, most);
}

/** The models that an unknown one may stand for. */
export function similarModels(id: string, ids: readonly string[]): readonly string[] {
  return similarTo(id, ids, MOST_MODELS);
}

const MOST_MODELS = 3;

/** The end of a sentence about an unknown name: a question, or `otherwise` if none is similar. */
export function didYouMean(similar: readonly string[], otherwise: string): string {
  return similar.length === 0 ? otherwise : `: did you mean ${EITHER.format(similar)}?`;
}
