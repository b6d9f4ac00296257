import { expect, it } from "vitest";
import { z } from "zod";

import { ConfigError } from "./config-error.ts";
import { parseEnv } from "./parse-env.ts";
import { hostEnv, processEnv } from "./shared-env.ts";
import { port, providerUrl } from "./value-schemas.ts";

const schema = z.object({
  ...processEnv,
  ...hostEnv,
  BASE_URL: providerUrl.default("https://dashscope.aliyuncs.com/api/v1"),
  APP_PORT: port.default(3000),
});

function messageOf(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("it was accepted");
}

it("uses defaults for unset and empty variables, and ignores unknown ones", () => {
  expect(parseEnv(schema, { BASE_URL: "", APP_PORT: undefined, PATH: "/bin" })).toEqual({
    LOG_LEVEL: "info",
    SHUTDOWN_GRACE_MS: 25_000,
    HOST: "127.0.0.1",
    BASE_URL: "https://dashscope.aliyuncs.com/api/v1",
    APP_PORT: 3000,
  });
});

it("ignores unknown variables under a strict schema, too", () => {
  expect(parseEnv(z.strictObject({ APP_PORT: port }), { APP_PORT: "0", HOME: "/root" })).toEqual({
    APP_PORT: 0,
  });
});

it("names every problem on a line of its own, without the values (G7)", () => {
  const source = {
    LOG_LEVEL: "loud",
    SHUTDOWN_GRACE_MS: "soon",
    HOST: "two words",
    BASE_URL: "ftp://user:hunter2@host",
    APP_PORT: "65536",
  };
  const message = messageOf(() => parseEnv(schema, source));
  expect(message.split("\n")).toEqual([
    "Invalid configuration:",
    "  LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent",
    "  SHUTDOWN_GRACE_MS: must be a whole number from 0 to 3600000",
    "  HOST: must be an IP address or a host name, like 127.0.0.1",
    "  BASE_URL: must be an http or https URL that ends in /api/v1",
    "  APP_PORT: must be a whole number from 0 to 65535",
  ]);
  expect(message).not.toContain("hunter2");
});

it("names a required variable that is missing", () => {
  const required = z.object({ API_KEY: z.string({ error: "is required: create one" }) });
  expect(messageOf(() => parseEnv(required, { API_KEY: "" }))).toContain(
    "API_KEY: is required: create one",
  );
});
