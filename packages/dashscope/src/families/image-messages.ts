import { z } from "zod";

import { mediaSource } from "../fields/media-url.ts";
import { text } from "../fields/text.ts";
import type { Problem } from "../request/problem-text.ts";
import type { Parts, Rule } from "../request/rules.ts";
import { when } from "../request/rules.ts";

/** What is wanted of the newer image models: one message of texts and images. DashScope's documentation: "Wan image generation". */
export function messages(mostCharacters: number) {
  const item = z.strictObject({ text: text(mostCharacters), image: mediaSource.optional() });
  const message = z.strictObject({ role: z.literal("user"), content: z.array(item).min(1) });
  return z.array(message).length(1, "must have one message: there is no conversation");
}

const content = z.array(z.record(z.string(), z.unknown()).catch({})).catch([]);
const said = z
  .object({ messages: z.tuple([z.object({ content })]) })
  .catch({ messages: [{ content: [] }] });

interface Said {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly texts: number;
  readonly images: number;
}

export function saidIn({ input }: Parts): Said {
  const items = said.parse(input).messages[0].content;
  const count = (key: string) => items.filter((item) => item[key] !== undefined).length;
  return { items, texts: count("text"), images: count("image") };
}

const CONTENT = "input.messages[0].content";

/** One text, and as many images as the model takes. */
export function contentRule(least: number, most: number): Rule {
  return (parts): readonly Problem[] => {
    const { items, texts, images } = saidIn(parts);
    return [
      ...items.flatMap((item, index) =>
        when(
          (item["text"] === undefined) === (item["image"] === undefined),
          `${CONTENT}[${index}]`,
          "must be a text or an image",
        ),
      ),
      ...when(texts !== 1, CONTENT, `must have one text, has ${texts}`),
      ...when(images < least, CONTENT, `must have at least ${least} image, has ${images}`),
      ...when(images > most, CONTENT, `must have at most ${most} images, has ${images}`),
    ];
  };
}
