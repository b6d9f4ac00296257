import { describe, expect, it } from "vitest";

import { AUDIO, BASE64, IMAGE, VIDEO } from "../models/example.ts";
import { EXAMPLES } from "../../test/fixtures/examples.ts";
import type { CreateRequest } from "../checks/create-request.ts";
import { readRequest } from "../request/read-request.ts";
import { mediaKindOf } from "./media-kind.ts";
import { mediaUrls, replaceMediaUrls, withMediaUrls } from "./media-urls.ts";

const pathsOf = (input: Readonly<Record<string, unknown>>) =>
  mediaUrls({ model: "x", input }).map(({ path }) => path);

describe("mediaUrls", () => {
  it.each<readonly [Readonly<Record<string, unknown>>, readonly string[]]>([
    [{ prompt: IMAGE, negative_prompt: IMAGE, function: "x" }, []],
    [{ img_url: IMAGE, audio_url: AUDIO }, ["input.img_url", "input.audio_url"]],
    [{ reference_urls: [VIDEO, IMAGE] }, ["input.reference_urls[0]", "input.reference_urls[1]"]],
    [{ images: [{ type: "png", file_token: IMAGE }, {}] }, ["input.images[0].file_token"]],
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
  ])("finds in %j the URLs at %j", (input, paths) => {
    expect(pathsOf(input)).toEqual(paths);
  });

  it("finds the URLs among other values", () => {
    const input = {
      video_url: VIDEO,
      mask_image_url: IMAGE,
      ref_images_url: [IMAGE, 7],
      mask_frame_id: 1,
      mask_video_url: null,
    };
    expect(mediaUrls({ model: "x", input })).toMatchObject([
      { path: "input.video_url", url: VIDEO },
      { path: "input.mask_image_url", url: IMAGE },
      { path: "input.ref_images_url[0]", url: IMAGE },
    ]);
  });

  it("takes the role from the field or the type of the medium", () => {
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

  it("finds URLs at any depth", () => {
    let input: Record<string, unknown> = { url: IMAGE };
    for (let depth = 0; depth < 20_000; depth++) input = { a: input };
    expect(mediaUrls({ model: "x", input })).toHaveLength(1);
  });
});

describe("mediaKindOf", () => {
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
    // Images and videos, or roles that do not imply a kind.
    [{ reference_urls: [VIDEO] }, null],
    [{ media: [{ type: "refer", url: IMAGE }] }, null],
  ])("of %j is %s", (input, kind) => {
    expect(mediaUrls({ model: "x", input }).map(({ role }) => mediaKindOf(role))).toEqual([kind]);
  });
});

describe("withMediaUrls", () => {
  const file = "file://local/1.png";

  it.each(EXAMPLES)("replaces every URL of %s", (model, example) => {
    const { input, parameters } = example;
    const original = { model, input, ...(parameters === undefined ? {} : { parameters }) };
    const urls = mediaUrls(original).flatMap(({ url }) => (/^https?:/.test(url) ? [url] : []));
    const changed = withMediaUrls(original, new Map(urls.map((url) => [url, file])));
    expect(JSON.stringify(changed)).not.toMatch(/"https?:/);
    const isPlaceholder = (url: string) => url === file;
    expect(readRequest(changed, { isPlaceholder })).toEqual({ ok: true, request: changed });
    expect(readRequest(changed).ok).toBe(urls.length === 0);
  });

  it("replaces URLs only where a field holds media", () => {
    const input = { prompt: file, media: [{ type: "image", url: file, n: 1, none: null }] };
    const request = { model: "x", input, parameters: { seed: 1 } };
    expect(withMediaUrls(request, new Map([[file, "oss://a/b"]]))).toEqual({
      model: "x",
      input: { prompt: file, media: [{ type: "image", url: "oss://a/b", n: 1, none: null }] },
      parameters: { seed: 1 },
    });
    expect(input.media[0]?.url).toBe(file);
  });

  it("replaces URLs at any depth, and in a body that is not a request", () => {
    let input: Record<string, unknown> = { url: IMAGE };
    for (let depth = 0; depth < 20_000; depth++) input = { a: input };
    const changed = replaceMediaUrls({ model: "x", input }, () => "oss://a/b");
    expect(mediaUrls(changed).map(({ url }) => url)).toEqual(["oss://a/b"]);
    const body = { model: "x", input: IMAGE } as unknown as CreateRequest;
    expect(replaceMediaUrls(body, () => "oss://a/b")).toEqual(body);
  });
});
