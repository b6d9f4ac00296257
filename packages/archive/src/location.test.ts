import { expect, it } from "vitest";
import { z } from "zod";

import { archiveEnv, archiveLocation } from "./location.ts";

const schema = z.object(archiveEnv);

it.each([
  [undefined, `${process.cwd()}/data/archive`],
  ["file:./results", `${process.cwd()}/results`],
  ["file:results", `${process.cwd()}/results`],
  ["file:/srv/results", "/srv/results"],
  ["file:///srv/the%20results", "/srv/the results"],
])("resolves %j to the folder %j", (url, folder) => {
  expect(schema.parse({ ARCHIVE_URL: url })).toEqual({ ARCHIVE_URL: { kind: "folder", folder } });
});

it("resolves a relative path against another folder", () => {
  expect(archiveLocation("file:./results", "/srv")).toEqual({
    kind: "folder",
    folder: "/srv/results",
  });
});

it.each([
  ["s3://results", "results", "", false],
  ["s3://results/", "results", "", false],
  ["s3://my.results-1/a/b/?path_style=true", "my.results-1", "a/b/", true],
  ["s3://results/a?path_style=false", "results", "a/", false],
])("reads %j", (url, bucket, prefix, pathStyle) => {
  expect(archiveLocation(url)).toEqual({ kind: "s3", bucket, prefix, pathStyle });
});

it.each([
  "s3:",
  "s3://",
  "s3://a",
  "s3://Bucket/a",
  "s3://key:secret@bucket/a",
  "s3://results/../a",
  "s3://results?region=eu-west-1",
  "ftp://bucket/prefix",
  "./data",
  "file:",
  "file://host/share",
])("rejects %j", (url) => {
  expect(archiveLocation(url)).toBeNull();
  expect(schema.safeParse({ ARCHIVE_URL: url }).error?.issues).toMatchObject([
    { path: ["ARCHIVE_URL"], message: expect.stringContaining("must be") as string },
  ]);
});
