import type { Problem } from "../checks/problem-text.ts";
import { fileProblem } from "./file-problem.ts";
import type { MediaRule } from "./media-limits.ts";
import type { PlacedMedia } from "./probed-media.ts";

/** A check across several files of a request. */
export type TogetherRule = (media: readonly PlacedMedia[]) => readonly Problem[];

/** What the files of a model's requests must be, by their roles. */
export interface MediaRules {
  readonly roles: Readonly<Record<string, MediaRule>>;
  readonly together: readonly TogetherRule[];
}

/**
 * Everything wrong with the files of a request: at most one problem per file, then those of several
 * files.
 */
export function mediaProblems(
  rules: MediaRules,
  media: readonly PlacedMedia[],
): readonly Problem[] {
  const single = media.flatMap(({ path, role, probed }) => {
    const rule = Object.hasOwn(rules.roles, role) ? rules.roles[role] : undefined;
    const message = rule === undefined ? null : fileProblem(rule, probed);
    return message === null ? [] : [{ path, message }];
  });
  const wrong = new Set(single.map(({ path }) => path));
  const together = rules.together
    .flatMap((rule) => rule(media))
    .filter(({ path }) => !wrong.has(path));
  return [...single, ...together];
}
