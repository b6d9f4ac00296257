import { z } from "zod";

/** Fields that several functions of VACE share. Source: DashScope's documentation, "Wan general video editing 2.1". */

/** Also their punctuation and full-width forms. */
const CJK = /[\p{Script=Han}\u3000-\u30ff\uac00-\ud7af\uff00-\uffef]/u;

/** A URL that the provider can fetch. `oss://` is its own temporary storage. Base64 is not documented for VACE. */
export const mediaUrl = z
  .string("must be a URL")
  .max(2_048, "must be at most 2048 characters")
  .refine(
    (url) => /^(https?|oss):\/\/./.test(url) && URL.canParse(url),
    "must be an http, https or oss URL; base64 is not accepted",
  )
  .refine((url) => !CJK.test(url), "must not contain Chinese characters: encode them");

/** Every character counts as one. */
const characters = (text: string) => Array.from(text).length;

export const prompt = z
  .string("is required")
  .min(1, "is required")
  .refine(
    (text) => characters(text) <= 800,
    "must be at most 800 characters: the provider cuts the rest silently and bills all the same",
  );

export const size = z.enum(["1280*720", "720*1280", "960*960", "832*1088", "1088*832"]).optional();
export const duration = z.literal(5, "must be 5: the provider makes 5 s whatever is asked").optional();
export const share = z.number().min(0).max(1).optional();
export const scale = z.number().min(1).max(2).optional();

/** The images that the model looks at; from the fourth on the provider drops them silently. */
export const images = (most: 1 | 3) =>
  z.array(mediaUrl).min(1).max(most, `must have at most ${most}: the provider drops the others silently`);

export const parameters = {
  prompt_extend: z.boolean().optional(),
  seed: z.int().min(0).max(2_147_483_647).optional(),
  watermark: z.boolean().optional(),
};
