import { expect, test } from "vitest";
import { z } from "zod";

import { hostEnv, port } from "../env/env-fragments.ts";
import { parseEnv } from "../env/env.ts";
import { isLoopback, refuseOpenHost } from "./open-host.ts";

test.each([
  ["127.0.0.1", true],
  ["127.8.9.10", true],
  ["::1", true],
  ["::ffff:127.0.0.1", true],
  ["localhost", true],
  ["LOCALHOST", true],
  ["0.0.0.0", false],
  ["::", false],
  ["192.168.1.2", false],
  ["localhost.example.com", false],
  ["127.0.0.1.example.com", false],
])("%s is loopback: %j", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

const schema = refuseOpenHost(
  z.object({
    ...hostEnv,
    PORT: port.default(1),
    TOKENS: z.array(z.string()).default([]),
    PASSWORD: z.string().optional(),
  }),
  ["TOKENS", "PASSWORD"],
);

test("the loopback needs nothing", () => {
  expect(parseEnv(schema, {})).toMatchObject({ HOST: "127.0.0.1" });
});

test("an open host needs every one of the variables, and says so with all other problems", () => {
  const read = () => parseEnv(schema, { HOST: "0.0.0.0", PORT: "high" });
  expect(read).toThrow(/PORT: must be a whole number/);
  expect(read).toThrow(/TOKENS: must be set where HOST can be reached/);
  expect(read).toThrow(/PASSWORD: must be set where HOST can be reached/);
});

test("an open host is fine where they are set", () => {
  const open = refuseOpenHost(z.object({ ...hostEnv, PASSWORD: z.string().optional() }), [
    "PASSWORD",
  ]);
  expect(parseEnv(open, { HOST: "0.0.0.0", PASSWORD: "x" })).toEqual({
    HOST: "0.0.0.0",
    PASSWORD: "x",
  });
});
