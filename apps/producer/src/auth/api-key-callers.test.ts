import type { ApiKey, Tenant } from "@dashqueue/queue/internal";
import { NO_LIMITS } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { createApiKeyCallers } from "./api-key-callers.ts";

const FILMS: Tenant = {
  id: "films",
  name: null,
  weight: 1,
  limits: NO_LIMITS,
  createdAt: 0,
  disabledAt: null,
};

function open() {
  const state = {
    now: 1_000_000,
    tenant: FILMS,
    keys: new Map<string, ApiKey>(),
    found: [] as string[],
    used: [] as number[],
  };
  const add = (text: string) =>
    state.keys.set(text, {
      id: text.slice(0, 4),
      tenant: "films",
      createdAt: 0,
      expiresAt: null,
      lastUsedAt: null,
    });
  const find = createApiKeyCallers({
    apiKeys: {
      async find(text) {
        state.found.push(text);
        return state.keys.get(text) ?? null;
      },
      async used(text, at) {
        state.used.push(at);
        const key = state.keys.get(text);
        if (key !== undefined) state.keys.set(text, { ...key, lastUsedAt: at });
      },
    },
    tenants: { get: async () => state.tenant },
    now: () => state.now,
  });
  return { state, add, find };
}

it("reads a key once in two seconds, and notes its use once a minute", async () => {
  const { state, add, find } = open();
  add("dq_1-secret");
  for (let calls = 0; calls < 3; calls += 1)
    expect(await find("dq_1-secret")).toEqual({
      tenant: "films",
      space: "films",
      name: "dq_1",
      isDisabled: false,
    });
  expect(state.found).toHaveLength(1);
  state.now += 2_000;
  await find("dq_1-secret");
  expect(state.found).toHaveLength(2);
  expect(state.used).toEqual([1_000_000]);
  state.now += 60_001;
  await find("dq_1-secret");
  expect(state.used).toHaveLength(2);
});

it("refuses a removed key, and the key of a disabled tenant, within two seconds", async () => {
  const { state, add, find } = open();
  add("dq_1-secret");
  expect(await find("dq_1-secret")).toMatchObject({ isDisabled: false });
  state.tenant = { ...FILMS, disabledAt: 1 };
  state.now += 2_000;
  expect(await find("dq_1-secret")).toMatchObject({ isDisabled: true });
  state.keys.clear();
  state.now += 2_000;
  expect(await find("dq_1-secret")).toBeNull();
});

it("remembers no wrong key, and forgets old ones", async () => {
  const { state, add, find } = open();
  await find("dq_9-secret");
  await find("dq_9-secret");
  expect(state.found).toHaveLength(2);
  for (let key = 0; key < 1_001; key += 1) {
    add(`dq_${key}`);
    await find(`dq_${key}`);
    state.now += 10;
  }
  expect(await find("dq_1000")).not.toBeNull();
  expect(state.found).toHaveLength(1_003);
});
