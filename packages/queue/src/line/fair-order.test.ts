import { describe, expect, it } from "vitest";

import type { TenantInLine } from "./fair-order.ts";
import { fairOrder } from "./fair-order.ts";

const waiting = (tenant: string, given: Partial<TenantInLine> = {}): TenantInLine => ({
  tenant,
  weight: 1,
  at: 0,
  isNew: false,
  isFull: false,
  picks: 0,
  ...given,
});
const namesOf = (tenants: readonly TenantInLine[]) => tenants.map(({ tenant }) => tenant);

describe("fairOrder", () => {
  it("serves the tenant with the least virtual time first", () => {
    const inLine = [waiting("a", { at: 2 }), waiting("c", { at: 1 }), waiting("b", { at: 1 })];
    expect(namesOf(fairOrder(inLine, 0, 10).order)).toEqual(["b", "c", "a"]);
  });

  it("counts what stands at the door, by weight", () => {
    const inLine = [waiting("a", { picks: 1, weight: 4 }), waiting("b", { at: 3 })];
    expect(namesOf(fairOrder(inLine, 0, 10).order)).toEqual(["a", "b"]);
    expect(namesOf(fairOrder(inLine, 0, 16).order)).toEqual(["b", "a"]);
  });

  it("lets a tenant that is new or was at its limit start where the others are", () => {
    const inLine = [
      waiting("new", { isNew: true }),
      waiting("full", { isFull: true }),
      waiting("ahead", { isNew: true, at: 9 }),
      waiting("behind"),
    ];
    const { order, tenants } = fairOrder(inLine, 5, 10);
    expect(tenants.map(({ at }) => at)).toEqual([5, 5, 9, 0]);
    expect(namesOf(order)).toEqual(["behind", "new", "ahead"]);
  });
});
