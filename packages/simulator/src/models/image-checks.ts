import { flag, invalid, text, within, type Check } from "../tasks/check.ts";
import { valueAt, type CreateBody } from "../tasks/create-body.ts";
import { problemOfUrl } from "../tasks/media-check.ts";
import { seed } from "./wan-checks.ts";

export const imageFlags: readonly Check[] = [
  seed,
  flag("parameters.prompt_extend"),
  flag("parameters.watermark"),
  text("input.negative_prompt"),
];

export const upToFour = within("parameters.n", { min: 1, max: 4, whole: true });

export type PixelRange = {
  readonly sides?: readonly [least: number, most: number];
  readonly pixels?: readonly [least: number, most: number];
  /** Of the longer side to the shorter one. */
  readonly ratio?: number;
  /** Names that a size may have instead. */
  readonly names?: readonly string[];
};

/** `parameters.size` as `width*height` in a range. Source: the image models' pages. */
export function pixelSize(range: PixelRange): Check {
  return {
    name: "parameters.size range",
    find: ({ body }) => {
      const size = valueAt(body, "parameters.size");
      if (size === undefined || isInRange(size, range)) return null;
      return invalid("The size is not match the range of the model.");
    },
  };
}

export function isInRange(
  size: unknown,
  { sides, pixels, ratio, names = [] }: PixelRange,
): boolean {
  if (typeof size !== "string") return false;
  if (names.includes(size)) return true;
  const [, width, height] = /^(\d{1,5})\*(\d{1,5})$/.exec(size) ?? [];
  const [short, long] = [Number(width), Number(height)].toSorted((one, other) => one - other);
  if (short === undefined || long === undefined || !(short > 0)) return false;
  const [leastSide, mostSide] = sides ?? [1, Infinity];
  const [least, most] = pixels ?? [1, Infinity];
  const isShaped = long / short <= (ratio ?? Infinity);
  return (
    short >= leastSide &&
    long <= mostSide &&
    short * long >= least &&
    short * long <= most &&
    isShaped
  );
}

type Item = Readonly<Record<string, unknown>>;

/** What the one message of a create says; null when it is no message. */
export function contentOf(body: CreateBody): readonly Item[] | null {
  const messages = valueAt(body, "input.messages");
  if (!Array.isArray(messages) || messages.length !== 1) return null;
  const [message] = messages as readonly (Item | null)[];
  const content = message?.["content"];
  if (message?.["role"] !== "user" || !Array.isArray(content) || content.length === 0) return null;
  return content as readonly Item[];
}

export function textsOf(body: CreateBody): readonly string[] {
  return (contentOf(body) ?? []).flatMap((item) =>
    typeof item?.["text"] === "string" ? [item["text"]] : [],
  );
}

export function imagesIn(body: CreateBody): number {
  return (contentOf(body) ?? []).filter((item) => item?.["image"] !== undefined).length;
}

/** One text, and images. Source: "万相-图像生成API参考": single turn. */
export const message: Check = {
  name: "input.messages content",
  find: ({ body, resolvesOss }) => {
    const content = contentOf(body);
    if (content === null)
      return invalid("input.messages must have one message of a user, with content.");
    for (const item of content) {
      const isItem = typeof item === "object" && item !== null && !Array.isArray(item);
      if (!isItem || (item["text"] === undefined) === (item["image"] === undefined))
        return invalid("Each content must be a text or an image.");
      if (item["text"] !== undefined && typeof item["text"] !== "string")
        return invalid("text must be a string.");
      const problem =
        item["image"] === undefined
          ? null
          : problemOfUrl(item["image"], resolvesOss, { base64: true });
      if (problem !== null) return problem;
    }
    return content.filter((item) => item["text"] !== undefined).length === 1
      ? null
      : invalid("input.messages must have one text.");
  },
};

export function imagesBetween(min: number, max: number): Check {
  return {
    name: "input.messages images",
    find: ({ body }) => {
      const count = imagesIn(body);
      return count >= min && count <= max
        ? null
        : invalid(`There must be ${min} to ${max} images.`);
    },
  };
}

export const stringNegativePrompt = text("parameters.negative_prompt");
