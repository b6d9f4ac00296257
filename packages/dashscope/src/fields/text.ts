import { z } from "zod";

/** Also their punctuation and full-width forms. */
export const CJK = /[\p{Script=Han}\u3000-\u30ff\uac00-\ud7af\uff00-\uffef]/u;

/** Every character counts as one, whatever its script. DashScope's documentation: the models' API pages, "prompt". */
const characters = (text: string) => Array.from(text).length;

const cut = (most: string) =>
  `must be at most ${most}: the provider cuts the rest silently and bills all the same`;

/** A text that has to say something. */
export const words = z.string().min(1, "is required");

/** A text that may be left out or empty. */
export function text(most: number) {
  return z
    .string()
    .refine((value) => characters(value) <= most, cut(`${most} characters`))
    .meta({ maxLength: most })
    .optional();
}

/** A prompt of so many characters at most. */
export function prompt(most: number) {
  return words
    .refine((value) => characters(value) <= most, cut(`${most} characters`))
    .meta({ maxLength: most });
}

export const negativePrompt = text(500);

/** A character of Chinese, Japanese or Korean weighs as much as two others. */
const weight = (text: string) =>
  Array.from(text).reduce((sum, character) => sum + (CJK.test(character) ? 2 : 1), 0);

/** A prompt of at most 5000 characters, or 2500 of Chinese. DashScope's documentation: "HappyHorse". */
export const weighedPrompt = weighed(words);
/** The same, which may be left out or empty. */
export const weighedText = weighed(z.string()).optional();

function weighed(text: z.ZodString) {
  return text.refine(
    (value) => weight(value) <= 5_000,
    cut("5000 characters, of which each Chinese one counts twice"),
  );
}
