import { describe, expect, it } from "vitest";

import { AUDIO, BASE64, IMAGE, VIDEO } from "../../test/fixtures/example.ts";
import { EXAMPLES } from "../../test/fixtures/examples.ts";
import { mediaKindOf, mediaUrls, withMediaUrls } from "./media-urls.ts";
import { readRequest } from "../request/request.ts";
import { uploadIdOf, uploadUrl } from "./upload-url.ts";

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
          {
            type: "reference_image",
            url: IMAGE,
            reference_voice: AUDIO,
            reference_description: IMAGE,
          },
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

describe("the kind of a URL", () => {
  it.each<readonly [Readonly<Record<string, unknown>>, string | null]>([
    [{ ref_images_url: [IMAGE] }, "image"],
    [{ img_url: IMAGE }, "image"],
    [{ last_frame_url: IMAGE }, "image"],
    [{ first_clip_url: VIDEO }, "video"],
    [{ reference_video_urls: [VIDEO] }, "video"],
    [{ audio_url: AUDIO }, "audio"],
    [{ media: [{ type: "driving_audio", url: AUDIO }] }, "audio"],
    [{ media: [{ type: "reference_video", url: VIDEO }] }, "video"],
    [{ media: [{ type: "first_frame", url: IMAGE }] }, "image"],
    // Pictures and videos alike, or whatever the provider makes of them.
    [{ reference_urls: [VIDEO] }, null],
    [{ media: [{ type: "refer", url: IMAGE }] }, null],
  ])("in %j is %s", (input, kind) => {
    expect(mediaUrls({ model: "x", input }).map(({ role }) => mediaKindOf(role))).toEqual([kind]);
  });
});

describe("an upload", () => {
  const upload = uploadUrl("upl_01KAQ3XW8J5T6V9E2YB7N4M1RC");

  it("is named by its URL, and by nothing that only looks like it", () => {
    expect(uploadIdOf(upload)).toBe("upl_01KAQ3XW8J5T6V9E2YB7N4M1RC");
    for (const other of [`${upload}/../x`, `${upload}0`, upload.toLowerCase(), "upload://x", IMAGE])
      expect(uploadIdOf(other)).toBeNull();
  });

  it.each(EXAMPLES)(
    "may stand wherever %s takes a URL, and is replaced there",
    (model, example) => {
      const { input, parameters } = example;
      const original = { model, input, ...(parameters === undefined ? {} : { parameters }) };
      const urls = mediaUrls(original).flatMap(({ url }) => (/^https?:/.test(url) ? [url] : []));
      const changed = withMediaUrls(original, new Map(urls.map((url) => [url, upload])));
      expect(JSON.stringify(changed)).not.toMatch(/"https?:/);
      expect(readRequest(changed)).toEqual({ ok: true, request: changed });
    },
  );

  it("is left alone in what is no URL", () => {
    const input = { prompt: upload, media: [{ type: "image", url: upload, n: 1, none: null }] };
    expect(withMediaUrls({ model: "x", input }, new Map([[upload, "oss://a/b"]])).input).toEqual({
      prompt: upload,
      media: [{ type: "image", url: "oss://a/b", n: 1, none: null }],
    });
  });
});
