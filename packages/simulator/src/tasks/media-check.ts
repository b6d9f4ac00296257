import { checkOf, invalid, type Check, type Problem } from "./check.ts";
import { valueAt } from "./create-body.ts";
import { typeOf } from "../models/model.ts";

/** How a medium may be given, beside a URL that is plain. */
export type MediaManner = {
  /** `data:{mime};base64,…`. Source: the pages of image to video, keyframes, Wan 3.0 and the image models. */
  readonly base64?: boolean;
  /** Which characters a URL may have. Source: "万相-视频编辑API参考（2.1）" for Chinese, "万相-图生动作" for ASCII. */
  readonly characters?: "any" | "no-chinese" | "ascii";
};

const han = /[\p{Script=Han}\u3000-\u30ff\uac00-\ud7af\uff00-\uffef]/u;

/**
 * A URL that the provider can be asked to fetch: http, https or an `oss://` upload; no base64, no Chinese characters.
 * Source: DashScope's documentation, "万相-视频编辑API参考（2.1）"; `oss://` and its header: "上传本地文件获取临时URL".
 */
export function mediaUrl(path: string, manner: MediaManner = {}): Check {
  return checkOf(path, "url", (value, { resolvesOss }) => problemOfUrl(value, resolvesOss, manner));
}

/** A list of such URLs. */
export function mediaUrls(path: string, manner: MediaManner = {}): Check {
  return checkOf(path, "urls", (value, { resolvesOss }) => {
    if (!Array.isArray(value)) return invalid(`${path} must be a list.`);
    return (
      value
        .map((url) => problemOfUrl(url, resolvesOss, manner))
        .find((problem) => problem !== null) ?? null
    );
  });
}

export function atMost(path: string, count: number): Check {
  return checkOf(path, "at-most", (value) =>
    Array.isArray(value) && value.length > count
      ? invalid(`${path} takes at most ${count}.`)
      : null,
  );
}

export type MediaRule = MediaManner & {
  /** How many of each type there may be. */
  readonly types: Readonly<Record<string, number>>;
  /** Fields of an item that hold a URL, too. */
  readonly urls?: readonly string[];
};

/** `input.media`: each item says what part it plays. Source: the models' pages; the SDKs for the words. */
export function mediaList({ types, urls = [], ...manner }: MediaRule): Check {
  const path = "input.media";
  return {
    name: `${path} items`,
    find: ({ body, resolvesOss }) => {
      const media = valueAt(body, path);
      if (media === undefined) return null;
      if (!Array.isArray(media)) return invalid(`${path} must be a list.`);
      for (const item of media as readonly unknown[]) {
        if (!Object.hasOwn(types, typeOf(item)))
          return invalid(`${path} type must be one of ${Object.keys(types).join(", ")}.`);
        const fields = item as Readonly<Record<string, unknown>>;
        const given = urls
          .map((name) => fields[name])
          .filter((url) => url !== undefined && url !== null);
        for (const url of [fields["url"], ...given]) {
          const problem = problemOfUrl(url, resolvesOss, manner);
          if (problem !== null) return problem;
        }
      }
      const surplus = Object.entries(types).find(
        ([type, most]) => media.filter((item) => typeOf(item) === type).length > most,
      );
      return surplus === undefined
        ? null
        : invalid(`Too many ${surplus[0]} in ${path}: at most ${surplus[1]}.`);
    },
  };
}

const base64 = /^data:[\w.+-]+\/[\w.+-]+;base64,[A-Za-z0-9+/]+={0,2}$/;
const ascii = /^[\x21-\x7e]*$/;

/** What is wrong with one medium. */
export function problemOfUrl(
  value: unknown,
  resolvesOss: boolean,
  manner: MediaManner,
): Problem | null {
  const { characters = "any" } = manner;
  if (typeof value === "string" && manner.base64 === true && base64.test(value)) return null;
  const isFetchable =
    typeof value === "string" &&
    value.length <= 2048 &&
    /^(?:https?|oss):\/\/./.test(value) &&
    URL.canParse(value);
  const isSpelled =
    typeof value === "string" &&
    !(characters === "no-chinese" && han.test(value)) &&
    !(characters === "ascii" && !ascii.test(value));
  if (!isFetchable || !isSpelled) {
    return {
      code: "InvalidURL",
      message: "Required URL is missing or invalid, please check the request URL.",
    };
  }
  if (!value.startsWith("oss://") || resolvesOss) return null;
  return {
    code: "InvalidParameter.DataInspection",
    message: "Unable to download the media resource during the data inspection process.",
  };
}
