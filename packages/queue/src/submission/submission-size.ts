import { isTooDeep } from "@dashqueue/dashscope";

/** The most that Redis holds of one submission. */
export const MOST_CHARACTERS = 1024 * 1024;

/**
 * Why a submission is too large, or null. Checked first, because some checks take time in
 * proportion to the length of a text. A submission that is nested too deeply is not measured.
 */
export function sizeProblem(body: object): string | null {
  if (isTooDeep(body)) return null;
  return charactersIn(body) <= MOST_CHARACTERS ? null : TOO_LARGE;
}

function charactersIn(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 1;
  return Object.entries(value).reduce(
    (sum, [name, item]) => sum + name.length + charactersIn(item),
    0,
  );
}

const TOO_LARGE = `must have at most ${MOST_CHARACTERS} characters: send each file to POST /v1/uploads and name it by the returned URL`;
