import { expect, test } from "vitest";
import { z } from "zod";

import { ConfigError } from "./config-error.ts";
import {
  archiveEnv,
  commaSeparated,
  hostEnv,
  port,
  processEnv,
  redisEnv,
} from "./env-fragments.ts";
import { parseEnv } from "./env.ts";

const schema = z.object({ ...redisEnv, ...processEnv, ...hostEnv, APP_PORT: port.default(3000) });

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("it was accepted");
}

test("takes the defaults for what is unset or empty, and ignores what it does not know", () => {
  expect(parseEnv(schema, { REDIS_URL: "", APP_PORT: undefined, PATH: "/bin" })).toEqual({
    REDIS_URL: "redis://127.0.0.1:6379",
    DASHQUEUE_PREFIX: "{dashqueue}",
    LOG_LEVEL: "info",
    SHUTDOWN_GRACE_MS: 25_000,
    HOST: "127.0.0.1",
    APP_PORT: 3000,
  });
});

test("ignores what it does not know under a strict schema as well", () => {
  expect(parseEnv(z.strictObject({ APP_PORT: port }), { APP_PORT: "0", HOME: "/root" })).toEqual({
    APP_PORT: 0,
  });
});

test("names every problem, one per line, without the values", () => {
  const source = {
    REDIS_URL: "http://user:hunter2@host",
    DASHQUEUE_PREFIX: "dashqueue",
    LOG_LEVEL: "loud",
    SHUTDOWN_GRACE_MS: "soon",
    HOST: "two words",
    APP_PORT: "65536",
  };
  const message = messageOf(() => parseEnv(schema, source));
  expect(message.split("\n")).toEqual([
    "The configuration is wrong:",
    "  REDIS_URL: must be a redis: or rediss: URL, like redis://127.0.0.1:6379",
    "  DASHQUEUE_PREFIX: must contain one hash tag in braces, like {dashqueue}, so that a Redis Cluster keeps all keys together",
    "  LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent",
    "  SHUTDOWN_GRACE_MS: must be a whole number from 0 to 3600000",
    "  HOST: must be an address or a host name, like 127.0.0.1",
    "  APP_PORT: must be a whole number from 0 to 65535",
  ]);
  expect(message).not.toContain("hunter2");
});

test("names what is required and missing", () => {
  const required = z.object({ API_KEY: z.string({ error: "is required: create one" }) });
  expect(messageOf(() => parseEnv(required, { API_KEY: "" }))).toContain(
    "API_KEY: is required: create one",
  );
});

test.each(["-1", "1.5", "0x10", "1e3", " 80", "65536", "99999999999999999999"])(
  "%j is not a port",
  (text) => {
    expect(port.safeParse(text).success).toBe(false);
  },
);

test.each([
  ["{dashqueue}", true],
  ["{a}:staging", true],
  ["staging:{a}", true],
  ["{}", false],
  ["{a}{b}", false],
  ["{a b}", false],
  ["plain", false],
])("prefix %j: %j", (prefix, accepted) => {
  expect(redisEnv.DASHQUEUE_PREFIX.safeParse(prefix).success).toBe(accepted);
});

test.each([
  ["rediss://user:secret@redis.example.com:6380/2", true],
  ["redis://[::1]:6379", true],
  ["localhost:6379", false],
  ["https://redis.example.com", false],
])("Redis URL %j: %j", (url, accepted) => {
  expect(redisEnv.REDIS_URL.safeParse(url).success).toBe(accepted);
});

test("a list has no empty items", () => {
  expect(commaSeparated.parse(" a, b,,c ,")).toEqual(["a", "b", "c"]);
});

test.each([
  ["", `${process.cwd()}/data/archive`],
  ["file:./results", `${process.cwd()}/results`],
  ["file:results", `${process.cwd()}/results`],
  ["file:/srv/results", "/srv/results"],
  ["file:///srv/the%20results", "/srv/the results"],
])("the archive %j is the folder %j", (url, folder) => {
  expect(parseEnv(z.object(archiveEnv), { ARCHIVE_URL: url })).toEqual({ ARCHIVE_URL: folder });
});

test.each(["s3://bucket/prefix", "./data", "file:", "file://host/share"])(
  "the archive cannot be %j",
  (url) => {
    expect(messageOf(() => parseEnv(z.object(archiveEnv), { ARCHIVE_URL: url }))).toContain(
      "ARCHIVE_URL: must be a file: URL of a folder, like file:./data/archive",
    );
  },
);
