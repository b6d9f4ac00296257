import { expect, it } from "vitest";

import { queued, SAMPLES } from "../../../test/fixtures/generations.ts";
import { NO_DELIVERY } from "../../generation/webhook/delivery.ts";
import type { RecordQuery } from "./record-query.ts";
import { matches, readsRecords } from "./record-query.ts";

const generation = queued({
  metadata: { order: "7", "": "" },
  request: {
    model: "wan2.6-t2v",
    input: {
      prompt: "A GIRL walks, out of a Misty forest",
      img_url: "https://host/river.png",
      messages: [{ content: [{ text: "日落时的海边" }, { image: "https://host/lake.png" }] }],
    },
  },
});

it.each<[boolean, RecordQuery]>([
  [true, {}],
  [true, { words: " " }],
  [true, { words: "forest girl" }],
  [true, { words: "MIST" }],
  [true, { words: "海边" }],
  [false, { words: "girl boy" }],
  [false, { words: "river" }],
  [false, { words: "lake" }],
  [true, { metadata: { order: "7" } }],
  [true, { metadata: { order: "7", "": "" }, words: "girl" }],
  [false, { metadata: { order: "7", a: "1" } }],
  [false, { metadata: { order: "" } }],
  [false, { metadata: { toString: "" } }],
  [true, { status: "queued" }],
  [true, { status: ["running", "queued"] }],
  [false, { status: ["running"] }],
])("answers %s to %j", (expected, query) => {
  expect(matches(generation, query)).toBe(expected);
});

it.each<[boolean, RecordQuery]>([
  [true, { webhook: "failed" }],
  [true, { webhook: "failed", model: "wan2.6-t2v", tenant: generation.tenant }],
  [false, { webhook: "pending" }],
  [false, { webhook: "failed", status: "succeeded" }],
  [false, { webhook: "failed", model: "another" }],
  [false, { webhook: "failed", tenant: "another" }],
])("answers %s for a message that was given up to %j", (expected, query) => {
  const delivery = { ...NO_DELIVERY, state: "failed" } as const;
  expect(matches({ ...generation, delivery }, query)).toBe(expected);
  expect(matches(generation, query)).toBe(false);
});

it("reads records only for metadata, words and undelivered messages", () => {
  expect(readsRecords({ status: "queued", model: "a", words: " ", metadata: {} })).toBe(false);
  expect(readsRecords({ words: "a" })).toBe(true);
  expect(readsRecords({ webhook: "failed" })).toBe(true);
  expect(readsRecords({ metadata: { a: "" } })).toBe(true);
  expect(matches(SAMPLES.running, { words: "girl" })).toBe(true);
});
