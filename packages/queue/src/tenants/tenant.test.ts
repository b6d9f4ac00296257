import { expect, it } from "vitest";

import type { Tenant } from "./tenant.ts";
import { hashOfTenant, NO_LIMITS, tenantOfHash } from "./tenant.ts";

const plain: Tenant = {
  id: "films",
  name: null,
  weight: 1,
  limits: NO_LIMITS,
  createdAt: 1_000,
  disabledAt: null,
};
const limited: Tenant = {
  ...plain,
  name: "Films",
  weight: 2.5,
  disabledAt: 2_000,
  limits: {
    maxInFlight: 2,
    maxQueued: 0,
    submitsPerMinute: 60,
    models: ["wan2.1-vace-plus"],
    dailySpend: { amount: "50", currency: "CNY" },
    monthlySpend: { amount: "100", currency: "USD" },
    allowUnboundedCost: true,
  },
};

it.each([plain, limited])("reads the hash that it writes", (tenant) => {
  expect(tenantOfHash(tenant.id, hashOfTenant(tenant))).toEqual(tenant);
});

it("writes what scripts read as plain texts, and no field for an absent limit", () => {
  expect(hashOfTenant(plain)).toEqual({ weight: "1", createdAt: "1000" });
  expect(hashOfTenant(limited)).toMatchObject({
    weight: "2.5",
    maxInFlight: "2",
    maxQueued: "0",
    submitsPerMinute: "60",
    models: '["wan2.1-vace-plus"]',
    dailySpend: '{"amount":"50","currency":"CNY"}',
  });
});

it("finds no tenant in an empty hash", () => {
  expect(tenantOfHash("films", {})).toBeNull();
});
