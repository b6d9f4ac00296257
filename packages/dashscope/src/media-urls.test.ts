import { describe, expect, it } from "vitest";

import { AUDIO, BASE64, IMAGE, VIDEO } from "./__fixtures__/example.ts";
import { mediaUrls } from "./media-urls.ts";

const pathsOf = (input: Readonly<Record<string, unknown>>) =>
  mediaUrls({ model: "x", input }).map(({ path }) => path);

describe("mediaUrls", () => {
  it.each<readonly [Readonly<Record<string, unknown>>, readonly string[]]>([
    [{ prompt: IMAGE, negative_prompt: IMAGE, function: "x" }, []],
    [{ img_url: IMAGE, audio_url: AUDIO }, ["input.img_url", "input.audio_url"]],
    [{ reference_urls: [VIDEO, IMAGE] }, ["input.reference_urls[0]", "input.reference_urls[1]"]],
    [
      {
        media: [
          { type: "reference_image", url: IMAGE, reference_voice: AUDIO, reference_description: IMAGE },
          { url: 7 },
          null,
        ],
      },
      ["input.media[0].url", "input.media[0].reference_voice"],
    ],
    [{ images: [IMAGE, BASE64] }, ["input.images[0]", "input.images[1]"]],
    [
      { messages: [{ role: "user", content: [{ text: IMAGE }, { image: IMAGE }] }] },
      ["input.messages[0].content[1].image"],
    ],
    [
      { base_image_url: IMAGE, mask_image_url: IMAGE, ref_image: IMAGE },
      ["input.base_image_url", "input.mask_image_url", "input.ref_image"],
    ],
  ])("of %j are at %j", (input, paths) => {
    expect(pathsOf(input)).toEqual(paths);
  });

  it("play the part that their field or their type names", () => {
    const input = {
      ref_images_url: [IMAGE],
      media: [{ type: "reference_image", url: IMAGE, reference_voice: AUDIO }, { url: IMAGE }],
    };
    expect(mediaUrls({ model: "x", input }).map(({ role }) => role)).toEqual([
      "ref_images_url",
      "reference_image",
      "reference_voice",
      "url",
    ]);
  });

  it("are found however deep they are", () => {
    let input: Record<string, unknown> = { url: IMAGE };
    for (let depth = 0; depth < 20_000; depth++) input = { a: input };
    expect(mediaUrls({ model: "x", input })).toHaveLength(1);
  });
});
