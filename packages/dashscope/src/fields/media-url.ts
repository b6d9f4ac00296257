import { z } from "zod";

import { CJK } from "./text.ts";

const DATA = /^data:[\w.+-]+\/[\w.+-]+;base64,[A-Za-z0-9+/]+={0,2}$/;
const MOST_CHARACTERS = 2_048;

const isUrl = (url: string) => /^(https?|oss):\/\/./.test(url) && URL.canParse(url);

const CHINESE = "must not contain Chinese characters: percent-encode them";

/**
 * A URL that the provider can fetch; `oss://` is its own temporary storage. DashScope's
 * documentation: "upload a local file".
 */
export const mediaUrl = z
  .string()
  .max(MOST_CHARACTERS, `must be at most ${MOST_CHARACTERS} characters long`)
  .refine(isUrl, "must be an http, https or oss URL; base64 is not accepted");

/**
 * VACE and the other Wan 2.1 models. DashScope's documentation: "Wan general video editing 2.1".
 */
export const mediaUrlWithoutChinese = mediaUrl.refine((url) => !CJK.test(url), CHINESE);

/** DashScope's documentation: "Wan image to action". */
export const asciiMediaUrl = mediaUrl.refine(
  (url) => /^[\x21-\x7e]*$/.test(url),
  "must contain only ASCII characters: percent-encode all others",
);

/**
 * A URL, or the file itself as a data URL. DashScope's documentation: "Wan image to video", "Wan
 * image generation".
 */
export const mediaSource = z
  .string()
  .refine(
    (source) => DATA.test(source) || (source.length <= MOST_CHARACTERS && isUrl(source)),
    `must be an http, https or oss URL of at most ${MOST_CHARACTERS} characters, or a data URL (data:{mime};base64,…)`,
  );

export const mediaSourceWithoutChinese = mediaSource.refine((url) => !CJK.test(url), CHINESE);
