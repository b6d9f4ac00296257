import type { Archive } from "@dashqueue/archive";
import { expect, it } from "vitest";

import { SAMPLES } from "../../test/fixtures/generations.ts";
import { findPresences } from "./presence.ts";

const { id } = SAMPLES.succeeded;
const names = ["stays.mp4", "deleted.mp4", "cut.mp4", "refused.mp4", "slow.mp4"];
const files = names.map((name) => ({ name, bytes: 10, sha256: "", contentType: "" }));
const facts = { sha256: null, modifiedAt: 0 };
const ARCHIVE: Readonly<Record<string, ReturnType<Archive["stat"]>>> = {
  [`${id}/stays.mp4`]: Promise.resolve({ ...facts, bytes: 10 }),
  [`${id}/deleted.mp4`]: Promise.resolve(null),
  [`${id}/cut.mp4`]: Promise.resolve({ ...facts, bytes: 9 }),
  [`${id}/slow.mp4`]: new Promise(() => {}),
};

it("tells which files the archive still has, and waits for it only so long", async () => {
  const errors: unknown[] = [];
  const presences = await findPresences(
    { ...SAMPLES.succeeded, files },
    {
      archive: { stat: (key) => ARCHIVE[key] ?? Promise.reject(new Error(`no access to ${key}`)) },
      onError: (error) => errors.push(error),
      limitMs: 1,
    },
  );
  expect(Object.fromEntries(presences)).toEqual({
    "stays.mp4": "present",
    "deleted.mp4": "missing",
    "cut.mp4": "missing",
    "refused.mp4": "unknown",
    "slow.mp4": "unknown",
  });
  expect(errors).toEqual([new Error(`no access to ${id}/refused.mp4`)]);
});

it("asks nothing for a generation without files", async () => {
  const archive = { stat: () => Promise.reject(new Error("asked")) };
  const ports = { archive, onError: () => {}, limitMs: 1 };
  expect(await findPresences(SAMPLES.running, ports)).toEqual(new Map());
});
