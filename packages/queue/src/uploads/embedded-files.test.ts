import type { CreateRequest } from "@dashqueue/dashscope";
import { expect, it } from "vitest";

import type { EmbeddedFile } from "./data-url.ts";
import type { StoredFile } from "./embedded-files.ts";
import { storeEmbeddedFiles } from "./embedded-files.ts";

const PNG = "data:image/png;base64,iVBORw0KGgo=";
const SOUND = "data:audio/mpeg;base64,SUQz";

const own = (request: CreateRequest) => ({ request, tenant: "default" });

const NONE = new Map<string, EmbeddedFile>();

/** A store that answers so to every file, and remembers them. */
function storeWith(kind: StoredFile["kind"] = "added") {
  const stored: [string, EmbeddedFile][] = [];
  return {
    stored,
    async store(id: string, file: EmbeddedFile): Promise<StoredFile> {
      stored.push([id, file]);
      return { kind };
    },
  };
}

it("stores each file once, and names it by its upload", async () => {
  const { stored, store } = storeWith();
  const input = {
    prompt: PNG,
    img_url: PNG,
    media: [
      { type: "reference_audio", url: SOUND },
      { type: "first_frame", url: PNG },
      { type: "last_frame", url: "https://media.example/1.png" },
    ],
  };
  const answer = await storeEmbeddedFiles(own({ model: "wan2.6-i2v", input }), NONE, store);
  expect(stored.map(([, { declaredType }]) => declaredType)).toEqual(["image/png", "audio/mpeg"]);
  const [image, sound] = stored.map(([id]) => `upload://${id}`);
  expect(answer).toEqual({
    ok: true,
    request: {
      model: "wan2.6-i2v",
      input: {
        prompt: PNG,
        img_url: image,
        media: [
          { type: "reference_audio", url: sound },
          { type: "first_frame", url: image },
          { type: "last_frame", url: "https://media.example/1.png" },
        ],
      },
    },
  });
  expect(await storeEmbeddedFiles(own({ model: "wan2.6-i2v", input }), NONE, store)).toEqual(
    answer,
  );
});

it("stores the files that a request names already, and no others", async () => {
  const { stored, store } = storeWith();
  const [mine, other] = [
    "upl_01KAQ3XW8J5T6V9E2YB7N4M1RC",
    "upl_01KAQ3XW8J5T6V9E2YB7N4M1RD",
  ] as const;
  const file = { declaredType: "image/png", bytes: Buffer.from("a") };
  const input = {
    img_url: `upload://${mine}`,
    audio_url: "upload://upl_01KAQ3XW8J5T6V9E2YB7N4M1RE",
  };
  const files = new Map([mine, other].map((id) => [id, file]));
  expect(await storeEmbeddedFiles(own({ model: "m", input }), files, store)).toEqual({
    ok: true,
    request: { model: "m", input },
  });
  expect(stored).toEqual([[mine, file]]);
});

it("names every file that is not valid base64", async () => {
  const { store, stored } = storeWith();
  const input = { img_url: "data:image/png;base64,***", audio_url: SOUND, last_frame_url: PNG };
  const answer = await storeEmbeddedFiles(own({ model: "m", input }), NONE, store);
  expect(answer).toEqual({
    ok: false,
    problems: [{ path: "input.img_url", message: expect.stringContaining("not valid base64") }],
  });
  expect(stored).toHaveLength(2);
});

it.each<[Exclude<StoredFile["kind"], "added">, string]>([
  ["too-large", "UPLOAD_LIMIT_BYTES"],
  ["wrong-type", "data:image/png"],
  ["taken", "POST /v1/uploads"],
])("explains a file that is %s", async (kind, text) => {
  const { store } = storeWith(kind);
  expect(
    await storeEmbeddedFiles(own({ model: "m", input: { img_url: PNG } }), NONE, store),
  ).toEqual({
    ok: false,
    problems: [{ path: "input.img_url", message: expect.stringContaining(text) }],
  });
});
