import { expect, test } from "vitest";
import { archiveFolder } from "./archive-folder.ts";

test.each([
  [undefined, "/checkout/data/archive"],
  ["", "/checkout/data/archive"],
  ["file:./results", "/checkout/results"],
  ["file:results", "/checkout/results"],
  ["file:/srv/results", "/srv/results"],
  ["file:///srv/a%20b", "/srv/a b"],
  ["s3://bucket/prefix", null],
])("ARCHIVE_URL %j is %j", (url, folder) => {
  expect(archiveFolder(url, "/checkout")).toBe(folder);
});
