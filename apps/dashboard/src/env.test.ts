import { expect, it } from "vitest";

import { dashboardEnv } from "./env.ts";

it("has defaults for everything but the password", () => {
  expect(dashboardEnv.parse({})).toMatchObject({
    HOST: "127.0.0.1",
    DASHBOARD_PORT: 3001,
    DASHBOARD_USER: "admin",
  });
});

it("requires a password on an open host", () => {
  expect(dashboardEnv.safeParse({ HOST: "0.0.0.0" }).error?.issues).toMatchObject([
    { path: ["DASHBOARD_PASSWORD"] },
  ]);
  expect(dashboardEnv.safeParse({ HOST: "0.0.0.0", DASHBOARD_PASSWORD: "x" }).success).toBe(true);
});

it("rejects a user name that no browser can send", () => {
  expect(dashboardEnv.safeParse({ DASHBOARD_USER: "a:b" }).success).toBe(false);
});
