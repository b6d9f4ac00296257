import { expect, it } from "vitest";
import { z } from "zod";

import { archiveEnv } from "./archive-env.ts";
import { parseEnv } from "./parse-env.ts";

const schema = z.object(archiveEnv);

it.each([
  ["", `${process.cwd()}/data/archive`],
  ["file:./results", `${process.cwd()}/results`],
  ["file:results", `${process.cwd()}/results`],
  ["file:/srv/results", "/srv/results"],
  ["file:///srv/the%20results", "/srv/the results"],
])("resolves %j to the folder %j", (url, folder) => {
  expect(parseEnv(schema, { ARCHIVE_URL: url })).toEqual({ ARCHIVE_URL: folder });
});

it.each(["s3://bucket/prefix", "./data", "file:", "file://host/share"])("rejects %j", (url) => {
  expect(() => parseEnv(schema, { ARCHIVE_URL: url })).toThrow(
    "ARCHIVE_URL: must be a file: URL of a folder, like file:./data/archive",
  );
});
