import { expect, test } from "vitest";

import { createAuthentication } from "./authentication.ts";

const isLogin = createAuthentication({ user: "admin", password: "pass:wörd" });
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

test.each([
  [basic("admin:pass:wörd"), true],
  [basic("admin:pass:wörd").replace("Basic", "basic"), true],
  [basic("admin:other"), false],
  [basic("other:pass:wörd"), false],
  [basic("adminpass:wörd"), false],
  [basic(""), false],
  ["Basic", false],
  ["Basic !!!", false],
  [`Bearer ${Buffer.from("admin:pass:wörd").toString("base64")}`, false],
  ["", false],
  [undefined, false],
])("%s: %j", (authorization, expected) => {
  expect(isLogin(authorization)).toBe(expected);
});
