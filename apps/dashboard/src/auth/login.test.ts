import { expect, it } from "vitest";

import { createLoginCheck } from "./login.ts";

const isLogin = createLoginCheck({ user: "admin", password: "pass:wörd" });
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

it.each([
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
])("accepts the header %s: %j", (authorization, expected) => {
  expect(isLogin(authorization)).toBe(expected);
});
