import { expect, it } from "vitest";

import { dashboardEnv } from "./env.ts";

it("has defaults for everything but the password", () => {
  expect(dashboardEnv.parse({})).toMatchObject({
    HOST: "127.0.0.1",
    DASHBOARD_PORT: 3001,
    DASHBOARD_USER: "admin",
  });
});

it("requires a long password on an open host", () => {
  expect(dashboardEnv.safeParse({ HOST: "0.0.0.0" }).error?.issues).toMatchObject([
    { path: ["DASHBOARD_PASSWORD"] },
  ]);
  const withPassword = (password: string) =>
    dashboardEnv.safeParse({ HOST: "0.0.0.0", DASHBOARD_PASSWORD: password });
  expect(withPassword("x".repeat(16)).success).toBe(true);
  expect(withPassword("x".repeat(15)).error?.issues).toMatchObject([
    { path: ["DASHBOARD_PASSWORD"] },
  ]);
});

it("rejects a user name that no browser can send", () => {
  expect(dashboardEnv.safeParse({ DASHBOARD_USER: "a:b" }).success).toBe(false);
});
