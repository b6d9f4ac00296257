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

/** Whether a text has no visible character. DashScope may show such a prompt as an empty one. */
export function isBlank(text: string): boolean {
  return !/[^\s\p{Default_Ignorable_Code_Point}]/u.test(text);
}

export const BLANK = "must not be blank: leave it out, or say what to make";

/** A text that must not be empty or blank. */
export const words = z
  .string()
  .min(1, "is required")
  .refine((value) => !isBlank(value), "is required, and this text is blank");

const wordsOrEmpty = z.string().refine((value) => value === "" || !isBlank(value), BLANK);

/** A text that can be omitted or empty, but not blank. */
export const optionalWords = wordsOrEmpty.optional();

/** The same, but limited. */
export function text(mostCharacters: number) {
  return limited(wordsOrEmpty, mostCharacters).optional();
}

export function prompt(mostCharacters: number) {
  return limited(words, mostCharacters);
}

/** It can be empty or blank: clients send a default, which identifies nothing. */
export const negativePrompt = limited(z.string(), 500).optional();

function limited(text: z.ZodString, mostCharacters: number) {
  return text
    .refine((value) => characters(value) <= mostCharacters, tooLong(`${mostCharacters} characters`))
    .meta({ maxLength: mostCharacters });
}

/** A Chinese, Japanese or Korean character counts as two. */
const weight = (text: string) =>
  Array.from(text).reduce((sum, character) => sum + (CJK.test(character) ? 2 : 1), 0);

/**
 * A prompt of at most 5000 characters, or 2500 Chinese ones. DashScope's documentation:
 * "HappyHorse".
 */
export const weightedPrompt = weighted(words);
/** The same, but it can be omitted or empty. */
export const weightedText = weighted(wordsOrEmpty).optional();

function weighted(text: z.ZodString) {
  return text.refine(
    (value) => weight(value) <= 5_000,
    tooLong("5000 characters, where each Chinese character counts twice"),
  );
}
