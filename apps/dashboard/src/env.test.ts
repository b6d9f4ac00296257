import { expect, test } from "vitest";

import { dashboardEnv } from "./env.ts";

test("has defaults for everything but the password", () => {
  expect(dashboardEnv.parse({})).toMatchObject({
    HOST: "127.0.0.1",
    DASHBOARD_PORT: 3001,
    DASHBOARD_USER: "admin",
  });
});

test("does not open the board to a network with a made password", () => {
  expect(dashboardEnv.safeParse({ HOST: "0.0.0.0" }).error?.issues).toMatchObject([
    { path: ["DASHBOARD_PASSWORD"] },
  ]);
  expect(dashboardEnv.safeParse({ HOST: "0.0.0.0", DASHBOARD_PASSWORD: "x" }).success).toBe(true);
});

test("refuses a user that no browser can send", () => {
  expect(dashboardEnv.safeParse({ DASHBOARD_USER: "a:b" }).success).toBe(false);
});
