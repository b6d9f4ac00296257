import { createKeys } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import type { Role } from "../src/auth/users.ts";
import { authorizationOf, MODEL, startDashboard } from "./running-dashboard.ts";

const ARREARS = {
  kind: "arrears",
  code: "Arrearage",
  message: "no money",
  requestId: null,
  charged: false,
} as const;

it("lets operators try a refused account at once, which is recorded", async () => {
  await using dashboard = await startDashboard();
  const { adapters, prefix, redis } = dashboard;
  const { gate, tries, audit } = adapters;
  const post = async (path: string, role: Role) => {
    const answer = await fetch(dashboard.url + path, {
      method: "POST",
      headers: {
        authorization: authorizationOf(role),
        origin: dashboard.url,
        referer: `${dashboard.url}/generations/gen_1`,
      },
      redirect: "manual",
    });
    return [answer.status, answer.headers.get("location")];
  };
  await gate.pause("default", ARREARS, 60_000, MODEL);
  expect(await post("/tries/account/default", "viewer")).toEqual([403, null]);
  expect((await tries.of("account", "default"))?.at).toBeGreaterThan(Date.now());
  expect(await post("/tries/account/default", "operator")).toEqual([303, "/generations/gen_1"]);
  expect(await tries.of("account", "default")).toMatchObject({ at: 0 });
  const full = { ...ARREARS, kind: "storage" } as const;
  await adapters.collectionGate.block({ worker: "a", account: null }, full, 60_000, 15_000);
  expect(await (await dashboard.get("/")).text()).toContain("/tries/collection/archive");
  expect(await post("/tries/collection/archive", "operator")).toEqual([303, "/generations/gen_1"]);
  expect((await audit.list(0, 1))[0]).toMatchObject({ action: "collection-tried" });
  // Nothing is recorded for what was accepted in the meantime.
  expect(await post("/tries/account/other", "operator")).toEqual([303, "/generations/gen_1"]);
  expect(await post("/tries/model/a%2Fb", "operator")).toEqual([303, "/generations/gen_1"]);
  expect(await redis.exists(createKeys(prefix).account("other"))).toBe(0);
  expect(await (await dashboard.get("/audit")).text()).toContain("Try a refused account now");
  expect((await audit.list(0, 9)).slice(1)).toMatchObject([
    { actor: "operator", action: "account-tried", target: "default", allowed: true },
    { actor: "viewer", action: "account-tried", target: "default", allowed: false },
  ]);
});
