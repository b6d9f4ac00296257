import { z } from "zod";

import type { Problem } from "../checks/problem-text.ts";
import type { Parts, Rule } from "../checks/rules.ts";
import { when } from "../checks/rules.ts";
import { mediaSource } from "./media-url.ts";
import { optionalWords, text } from "./text.ts";

/**
 * The input of the newer image models: one message of texts and images. DashScope's documentation:
 * "Wan image generation".
 *
 * @param mostCharacters of a text; by default, they are not counted.
 */
export function messages(mostCharacters?: number) {
  const words = mostCharacters === undefined ? optionalWords : text(mostCharacters);
  const item = z.strictObject({ text: words, image: mediaSource.optional() });
  const message = z.strictObject({ role: z.literal("user"), content: z.array(item).min(1) });
  return z
    .array(message)
    .length(1, "must contain exactly one message: the model does not hold conversations");
}

const content = z.array(z.record(z.string(), z.unknown()).catch({})).catch([]);
const firstMessage = z
  .object({ messages: z.tuple([z.object({ content })]) })
  .catch({ messages: [{ content: [] }] });

interface MessageContent {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly texts: number;
  readonly images: number;
}

export function contentOf({ input }: Parts): MessageContent {
  const items = firstMessage.parse(input).messages[0].content;
  const count = (key: string) => items.filter((item) => item[key] !== undefined).length;
  return { items, texts: count("text"), images: count("image") };
}

const CONTENT = "input.messages[0].content";

/** Requires one text, and a number of images that the model accepts. */
export function contentRule(least: number, most: number): Rule {
  return (parts): readonly Problem[] => {
    const { items, texts, images } = contentOf(parts);
    return [
      ...items.flatMap((item, index) =>
        when(
          (item["text"] === undefined) === (item["image"] === undefined),
          `${CONTENT}[${index}]`,
          "must have either a text or an image",
        ),
      ),
      ...when(texts !== 1, CONTENT, `must contain exactly one text, has ${texts}`),
      ...when(images < least, CONTENT, `must contain at least ${least} image, has ${images}`),
      ...when(images > most, CONTENT, `must contain at most ${most} images, has ${images}`),
    ];
  };
}
