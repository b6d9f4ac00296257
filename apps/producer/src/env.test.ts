import { parseEnv } from "@dashqueue/service";
import { expect, it } from "vitest";

import { producerEnv } from "./env.ts";

it("has defaults for local use", () => {
  expect(parseEnv(producerEnv, {})).toMatchObject({
    HOST: "127.0.0.1",
    PRODUCER_PORT: 3000,
    ARCHIVE_URL: { kind: "folder", folder: `${process.cwd()}/data/archive` },
    WEBHOOK_PRIVATE_HOSTS: [],
    PREFLIGHT_MEDIA: false,
  });
});

it("reads lists", () => {
  const env = parseEnv(producerEnv, {
    PRODUCER_TOKENS: "one, tw.o==",
    WEBHOOK_PRIVATE_HOSTS: "hooks.internal",
  });
  expect(env).toMatchObject({
    PRODUCER_TOKENS: ["one", "tw.o=="],
    WEBHOOK_PRIVATE_HOSTS: ["hooks.internal"],
  });
});

it("requires tokens for an open host", () => {
  expect(() => parseEnv(producerEnv, { HOST: "0.0.0.0" })).toThrow("PRODUCER_TOKENS: must be set");
  const long = { HOST: "0.0.0.0", PRODUCER_TOKENS: "0123456789abcdef" };
  const admin = { HOST: "0.0.0.0", ADMIN_TOKENS: "0123456789abcdef" };
  expect(parseEnv(producerEnv, admin).HOST).toBe("0.0.0.0");
  expect(parseEnv(producerEnv, long).HOST).toBe("0.0.0.0");
  expect(() => parseEnv(producerEnv, { ...long, PRODUCER_TOKENS: "short" })).toThrow(
    "PRODUCER_TOKENS.0: must have at least 16 characters",
  );
});

it.each([
  [{ PRODUCER_TOKENS: "with space" }, "PRODUCER_TOKENS.0: a token may contain"],
  [{ PRODUCER_TOKENS: " , " }, "PRODUCER_TOKENS: must contain at least one token, or be unset"],
  [{ ADMIN_TOKENS: "short" }, "ADMIN_TOKENS.0: a token must have at least 16 characters"],
  [{ PRODUCER_PORT: "http" }, "PRODUCER_PORT: must be a whole number"],
  [{ FILE_LINK_SECRET: "short" }, "FILE_LINK_SECRET.0: a secret must be at least 16"],
  [{ TRUSTED_PROXIES: "proxy" }, "TRUSTED_PROXIES.0: "],
  [{ TRUSTED_PROXIES: "0.0.0.0/0" }, "TRUSTED_PROXIES.0: "],
  [{ HTTPS_PROXY: "proxy:3128" }, "HTTPS_PROXY: must be an http or https URL"],
  [{ https_proxy: "socks5://proxy" }, "HTTPS_PROXY: must be an http or https URL"],
  [{ WEBHOOK_SECRET: "secret" }, "WEBHOOK_SECRET: must be whsec_ followed by"],
])("rejects %j", (source, message) => {
  expect(() => parseEnv(producerEnv, source)).toThrow(message);
});
