import type { Check, Problem } from "./check.ts";
import { checkOf, invalid } from "./check.ts";

/** How a media file may be given, apart from a plain URL. */
export interface MediaOptions {
  /**
   * Accepts `data:{mime};base64,…`.
   * Source: the pages of image to video, keyframes, Wan 3.0 and the image models.
   */
  readonly base64?: boolean;
  /**
   * The characters that a URL may have.
   * Source: "万相-视频编辑API参考（2.1）" for Chinese, "万相-图生动作" for ASCII.
   */
  readonly characters?: "any" | "no-chinese" | "ascii";
}

/** The answer when DashScope cannot read a media file. */
export const UNREADABLE_MEDIA: Problem = {
  code: "InvalidParameter.DataInspection",
  message: "Unable to download the media resource during the data inspection process.",
};

const INVALID_URL: Problem = {
  code: "InvalidURL",
  message: "Required URL is missing or invalid, please check the request URL.",
};

const HAN = /[\p{Script=Han}\u3000-\u30ff\uac00-\ud7af\uff00-\uffef]/u;
const BASE64 = /^data:[\w.+-]+\/[\w.+-]+;base64,[A-Za-z0-9+/]+={0,2}$/;
const ASCII = /^[\x21-\x7e]*$/;

/**
 * A URL that the provider can fetch: http, https, or an `oss://` upload.
 * Source: DashScope's documentation, "万相-视频编辑API参考（2.1）"; for `oss://` and its header,
 * "上传本地文件获取临时URL".
 */
export function mediaUrl(path: string, options: MediaOptions = {}): Check {
  return checkOf(path, "url", (value, { resolvesOss }) =>
    problemOfUrl(value, resolvesOss, options),
  );
}

/** A list of URLs that the provider can fetch. */
export function mediaUrls(path: string, options: MediaOptions = {}): Check {
  return checkOf(path, "urls", (value, { resolvesOss }) => {
    if (!Array.isArray(value)) return invalid(`${path} must be a list.`);
    return (
      value
        .map((url) => problemOfUrl(url, resolvesOss, options))
        .find((problem) => problem !== null) ?? null
    );
  });
}

/** What is wrong with one media URL; null when nothing is. */
export function problemOfUrl(
  value: unknown,
  resolvesOss: boolean,
  { base64 = false, characters = "any" }: MediaOptions,
): Problem | null {
  if (typeof value !== "string") return INVALID_URL;
  if (base64 && BASE64.test(value)) return null;
  const isFetchable =
    value.length <= 2048 && /^(?:https?|oss):\/\/./.test(value) && URL.canParse(value);
  const isSpelled =
    !(characters === "no-chinese" && HAN.test(value)) &&
    !(characters === "ascii" && !ASCII.test(value));
  if (!isFetchable || !isSpelled) return INVALID_URL;
  return value.startsWith("oss://") && !resolvesOss ? UNREADABLE_MEDIA : null;
}
