import { expect, it } from "vitest";

import { createLoginCheck, hasRole, loginsOf, ROLES } from "./users.ts";

const find = createLoginCheck([
  { name: "ann", password: "pass:wörd", role: "admin" },
  { name: "bob", password: "open sesame", role: "viewer" },
]);
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

it.each([
  [basic("ann:pass:wörd"), "ann"],
  [basic("ann:pass:wörd").replace("Basic", "basic"), "ann"],
  [basic("bob:open sesame"), "bob"],
  [basic("ann:open sesame"), undefined],
  [basic("other:pass:wörd"), undefined],
  [basic("ann;pass:wörd"), undefined],
  [basic(""), undefined],
  ["Basic", undefined],
  ["Basic !!!", undefined],
  [`Bearer ${Buffer.from("ann:pass:wörd").toString("base64")}`, undefined],
  ["", undefined],
  [undefined, undefined],
])("finds whose header %s is: %s", (authorization, name) => {
  expect(find(authorization)?.name).toBe(name);
});

it("lets each role do what those before it may", () => {
  const rights = ROLES.map((role) => ROLES.filter((needed) => hasRole({ name: "", role }, needed)));
  expect(rights).toEqual([["viewer"], ["viewer", "operator"], ["viewer", "operator", "admin"]]);
});

it("generates a password only where none is configured", () => {
  const ann = { password: "open sesame please", role: "viewer" } as const;
  const env = { DASHBOARD_USER: "admin" };
  const generate = () => "generated";
  const admin = { name: "admin", role: "admin", password: "generated" };
  expect(loginsOf(env, generate)).toEqual({ logins: [admin], generated: admin });
  expect(loginsOf({ ...env, DASHBOARD_USERS: { ann } }, generate)).toEqual({
    logins: [{ ...ann, name: "ann" }],
    generated: null,
  });
  const both = { ...env, DASHBOARD_PASSWORD: "secret", DASHBOARD_USERS: { ann } };
  expect(loginsOf(both, generate).logins.map(({ name, role }) => [name, role])).toEqual([
    ["ann", "viewer"],
    ["admin", "admin"],
  ]);
});
