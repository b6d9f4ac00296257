import { z } from "zod";

/** Chinese, Japanese and Korean characters, with their punctuation and full-width forms. */
export const CJK = /[\p{Script=Han}\u3000-\u30ff\uac00-\ud7af\uff00-\uffef]/u;

/**
 * Every character counts as one in any script. DashScope's documentation: the models' API pages,
 * "prompt".
 */
const characters = (text: string) => Array.from(text).length;

const tooLong = (most: string) =>
  `must be at most ${most}: the provider silently truncates longer text and still bills it`;

/** A text that must not be empty. */
export const words = z.string().min(1, "is required");

/** A text that can be omitted or empty. */
export function text(most: number) {
  return z
    .string()
    .refine((value) => characters(value) <= most, tooLong(`${most} characters`))
    .meta({ maxLength: most })
    .optional();
}

export function prompt(mostCharacters: number) {
  return words
    .refine((value) => characters(value) <= mostCharacters, tooLong(`${mostCharacters} characters`))
    .meta({ maxLength: mostCharacters });
}

export const negativePrompt = text(500);

/** A Chinese, Japanese or Korean character counts as two. */
const weight = (text: string) =>
  Array.from(text).reduce((sum, character) => sum + (CJK.test(character) ? 2 : 1), 0);

/**
 * A prompt of at most 5000 characters, or 2500 Chinese ones. DashScope's documentation:
 * "HappyHorse".
 */
export const weightedPrompt = weighted(words);
/** The same, but it can be omitted or empty. */
export const weightedText = weighted(z.string()).optional();

function weighted(text: z.ZodString) {
  return text.refine(
    (value) => weight(value) <= 5_000,
    tooLong("5000 characters, where each Chinese character counts twice"),
  );
}
