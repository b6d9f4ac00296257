import type { CreateRequest, UploadAnswer } from "@dashqueue/dashscope";
import { expect, it } from "vitest";

import { FAILURE } from "../../test/fixtures/generations.ts";
import { bringUploads } from "./bring-uploads.ts";

const ID = "upl_01KAQ3XW8J5T6V9E2YB7N4M1RC";
const UPLOAD = {
  id: ID,
  bytes: 3,
  sha256: "",
  contentType: "image/png",
  extension: "png",
  createdAt: 0,
  file: "file",
};
const request = { model: "wan2.6-i2v", input: { img_url: `upload://${ID}`, prompt: "a girl" } };

/** Ports that record what was sent. */
function portsWith(answer: UploadAnswer, known: typeof UPLOAD | null = UPLOAD) {
  const places = new Map<string, string>();
  const sent: string[] = [];
  let copies = 0;
  return {
    sent,
    places,
    use: async () => known,
    async copy() {
      copies += 1;
      return {
        content: new Blob(["abc"]),
        async [Symbol.asyncDispose]() {
          copies -= 1;
        },
      };
    },
    /** Copies of files that were not removed yet. */
    copies: () => copies,
    placeOf: async ({ account, model }: { account: string; model: string }, id: string) =>
      places.get(`${account} ${model} ${id}`) ?? null,
    async keepPlace(
      { account, model }: { account: string; model: string },
      id: string,
      url: string,
    ) {
      places.set(`${account} ${model} ${id}`, url);
    },
    async send({ name }: { name: string }) {
      sent.push(name);
      return answer;
    },
    newName: () => "name",
    isOnlyAccount: true,
  };
}

const own = (request: CreateRequest) => ({ request, tenant: "default" });

const UPLOADED: UploadAnswer = { kind: "uploaded", url: "oss://dashscope-instant/x/name.png" };

it("copies a file once per account", async () => {
  const ports = portsWith(UPLOADED);
  const ready = {
    kind: "ready",
    urls: new Map([[`upload://${ID}`, "oss://dashscope-instant/x/name.png"]]),
  };
  expect(await bringUploads(own(request), "one", ports)).toEqual(ready);
  expect(await bringUploads(own(request), "one", ports)).toEqual(ready);
  expect(ports.sent).toEqual(["name.png"]);
  expect(await bringUploads(own(request), "two", ports)).toEqual(ready);
  expect(ports.sent).toHaveLength(2);
  expect(ports.copies()).toBe(0);
});

it("sends nothing for a request without uploads", async () => {
  const ports = portsWith(UPLOADED);
  const plain = { model: "wan2.6-t2v", input: { prompt: "a girl" } };
  expect(await bringUploads(own(plain), "one", ports)).toEqual({ kind: "ready", urls: new Map() });
  expect(ports.sent).toEqual([]);
});

it("returns why a file cannot be copied, and does not record it as copied", async () => {
  const refused = portsWith({ kind: "refused", failure: FAILURE });
  expect(await bringUploads(own(request), "one", refused)).toEqual({
    kind: "failed",
    failure: FAILURE,
  });
  expect(refused.places.size).toBe(0);
  expect(await bringUploads(own(request), "one", portsWith(UPLOADED, null))).toMatchObject({
    kind: "failed",
    failure: { kind: "media_rejected", charged: false },
  });
});

it("leaves a file at the provider to the only account, and refuses it with several", async () => {
  const ports = portsWith(UPLOADED);
  const foreign = {
    model: "wan2.6-i2v",
    input: { prompt: "oss://x", img_url: "oss://dashscope-instant/x/1.png" },
  };
  expect(await bringUploads(own(foreign), "one", ports)).toEqual({
    kind: "ready",
    urls: new Map(),
  });
  expect(await bringUploads(own(foreign), "one", { ...ports, isOnlyAccount: false })).toMatchObject(
    {
      kind: "failed",
      failure: {
        kind: "media_rejected",
        message: expect.stringMatching(/^input\.img_url .*POST \/v1\/uploads/),
        charged: false,
      },
    },
  );
  expect(ports.sent).toEqual([]);
});
