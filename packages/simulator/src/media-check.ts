import { checkOf, invalid, type Check, type Problem } from "./check.ts";

const han = /\p{Script=Han}/u;

/**
 * A URL that the provider can be asked to fetch: http, https or an `oss://` upload; no base64, no Chinese characters.
 * Source: DashScope's documentation, "万相-视频编辑API参考（2.1）"; `oss://` and its header: "上传本地文件获取临时URL".
 */
export function mediaUrl(path: string): Check {
  return checkOf(path, "url", (value, { resolvesOss }) => problemOfUrl(value, resolvesOss));
}

/** A list of such URLs. */
export function mediaUrls(path: string): Check {
  return checkOf(path, "urls", (value, { resolvesOss }) => {
    if (!Array.isArray(value)) return invalid(`${path} must be a list.`);
    return value.map((url) => problemOfUrl(url, resolvesOss)).find((problem) => problem !== null) ?? null;
  });
}

export function atMost(path: string, count: number): Check {
  return checkOf(path, "at-most", (value) =>
    Array.isArray(value) && value.length > count ? invalid(`${path} takes at most ${count}.`) : null,
  );
}

function problemOfUrl(value: unknown, resolvesOss: boolean): Problem | null {
  if (typeof value !== "string" || han.test(value) || !isFetchable(value)) {
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

function isFetchable(url: string): boolean {
  return /^(?:https?|oss):\/\/./.test(url) && URL.canParse(url);
}
