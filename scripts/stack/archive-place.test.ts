import { expect, test } from "vitest";
import { archivePlace } from "./archive-place.ts";

test.each([
  [undefined, "/checkout/data/archive"],
  ["", "/checkout/data/archive"],
  ["file:./results", "/checkout/results"],
  ["file:results", "/checkout/results"],
  ["file:/srv/results", "/srv/results"],
  ["file:///srv/a%20b", "/srv/a b"],
  ["s3://bucket/prefix", "s3://bucket/prefix"],
  ["s3://bucket/?path_style=true", "s3://bucket"],
])("ARCHIVE_URL %j is %j", (url, place) => {
  expect(archivePlace(url, "/checkout")).toBe(place);
});
