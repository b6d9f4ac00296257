import type { Check, Problem } from "../../checks/check.ts";
import { invalid } from "../../checks/check.ts";
import type { CreateBody } from "../../checks/create-body.ts";
import { valueAt } from "../../checks/create-body.ts";
import { problemOfUrl } from "../../checks/media-url.ts";

type Item = Readonly<Record<string, unknown>>;

/** The texts of the message of a create request. */
export function textsOf(body: CreateBody): readonly string[] {
  return (contentOf(body) ?? []).flatMap((item) =>
    typeof item?.["text"] === "string" ? [item["text"]] : [],
  );
}

/** How many images the message of a create request has. */
export function imagesIn(body: CreateBody): number {
  return (contentOf(body) ?? []).filter((item) => item?.["image"] !== undefined).length;
}

/** One message with one text and any number of images. Source: "万相-图像生成API参考": single turn. */
export const message: Check = {
  name: "input.messages content",
  find: ({ body, resolvesOss }) => {
    const content = contentOf(body);
    if (content === null)
      return invalid("input.messages must have one message of a user, with content.");
    const problem = content
      .map((item) => problemOfItem(item, resolvesOss))
      .find((found) => found !== null);
    if (problem !== undefined) return problem;
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

/** The content of the only message; null when there is none, or more than one message. */
function contentOf(body: CreateBody): readonly Item[] | null {
  const messages = valueAt(body, "input.messages");
  if (!Array.isArray(messages) || messages.length !== 1) return null;
  const [message] = messages as readonly (Item | null)[];
  const content = message?.["content"];
  if (message?.["role"] !== "user" || !Array.isArray(content) || content.length === 0) return null;
  return content as readonly Item[];
}

function problemOfItem(item: Item, resolvesOss: boolean): Problem | null {
  const isItem = typeof item === "object" && item !== null && !Array.isArray(item);
  if (!isItem || (item["text"] === undefined) === (item["image"] === undefined))
    return invalid("Each content must be a text or an image.");
  if (item["text"] !== undefined)
    return typeof item["text"] === "string" ? null : invalid("text must be a string.");
  return problemOfUrl(item["image"], resolvesOss, { base64: true });
}
