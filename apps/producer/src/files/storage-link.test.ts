import { expect, it } from "vitest";

import { storageLink } from "./storage-link.ts";

const OPTIONS = { contentType: "video/mp4", fileName: "video.mp4", expiresInMs: 3_600_000 };
const archive = {
  link: async (_key: string, { expiresInMs }: { expiresInMs: number }) => String(expiresInMs),
};

it.each([
  [0, 3_600_000],
  [60, 60_000],
  [7_200, 3_600_000],
])("a link for %d s at the producer is one for %d ms at the storage", async (seconds, ms) => {
  expect(await storageLink(archive, seconds)("key", OPTIONS)).toBe(String(ms));
});
