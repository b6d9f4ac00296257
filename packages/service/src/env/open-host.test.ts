import { expect, it } from "vitest";
import { z } from "zod";

import { isLoopback, refuseOpenHost } from "./open-host.ts";
import { parseEnv } from "./parse-env.ts";
import { hostEnv } from "./shared-env.ts";
import { commaSeparated, port } from "./value-schemas.ts";

it.each([
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
])("%s is a loopback address: %j", (host, expected) => {
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

it("requires nothing on a loopback address", () => {
  expect(parseEnv(schema, {})).toMatchObject({ HOST: "127.0.0.1" });
});

it("requires every variable on an open host, and reports them with all other problems", () => {
  const parse = () => parseEnv(schema, { HOST: "0.0.0.0", PORT: "high" });
  expect(parse).toThrow(/PORT: must be a whole number/);
  expect(parse).toThrow(/TOKENS: must be set when other machines can reach HOST/);
  expect(parse).toThrow(/PASSWORD: must be set when other machines can reach HOST/);
});

it("accepts an open host when the variables are set", () => {
  const open = refuseOpenHost(z.object({ ...hostEnv, PASSWORD: z.string().optional() }), [
    "PASSWORD",
  ]);
  const long = { HOST: "0.0.0.0", PASSWORD: "x".repeat(16) };
  expect(parseEnv(open, long)).toEqual(long);
});

it("rejects secrets under 16 characters on an open host only, and names each", () => {
  const list = refuseOpenHost(
    z.object({ ...hostEnv, TOKENS: commaSeparated.optional(), PASSWORD: z.string().optional() }),
    ["TOKENS", "PASSWORD"],
  );
  const short = { TOKENS: `${"x".repeat(16)},short`, PASSWORD: "x".repeat(15) };
  expect(parseEnv(list, short)).toMatchObject({ HOST: "127.0.0.1" });
  const parse = () => parseEnv(list, { HOST: "0.0.0.0", ...short });
  expect(parse).toThrow(/^ {2}TOKENS\.1: must have at least 16 characters/m);
  expect(parse).toThrow(/^ {2}PASSWORD: must have at least 16 characters/m);
  expect(parse).not.toThrow(/TOKENS\.0/);
});

it("accepts one of several secrets", () => {
  const either = refuseOpenHost(
    z.object({ ...hostEnv, KEY: z.string().optional(), PASSWORD: z.string().optional() }),
    [["KEY", "PASSWORD"]],
  );
  const host = { HOST: "0.0.0.0" };
  expect(() => parseEnv(either, host)).toThrow("KEY: must be set, or PASSWORD when other machines");
  const long = { ...host, PASSWORD: "x".repeat(16) };
  expect(parseEnv(either, long)).toEqual(long);
  expect(() => parseEnv(either, { ...long, KEY: "short" })).toThrow("KEY: must have at least 16");
});
