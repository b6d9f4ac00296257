import type { DashScopeClient } from "@dashqueue/dashscope";
import { Registry } from "prom-client";
import { expect, it } from "vitest";

import { FAILURE, START, UNAVAILABLE } from "../../test/fixtures/generations.ts";
import { observedClient } from "./observed-client.ts";
import { registerProvider } from "./provider-metrics.ts";

/** A client of a provider that is down. `onSend` is called with each request. */
function unavailableClient(onSend: () => void): DashScopeClient {
  const answer = async () => {
    onSend();
    return UNAVAILABLE;
  };
  const client: DashScopeClient = {
    baseUrl: "https://dashscope.example/api/v1",
    inWorkspace: () => client,
    create: async () => {
      onSend();
      return { kind: "unknown", failure: FAILURE };
    },
    get: answer,
    list: answer,
    checkEndpoint: answer,
    quotas: answer,
    cancel: answer,
    upload: answer,
    close() {},
  };
  return client;
}

it("measures each request to the provider, and shows how much of the query budget is used", async () => {
  let now = START;
  const registry = new Registry();
  const measure = registerProvider(
    {
      gate: { queryBacklogMs: async () => 250 },
      accounts: [{ name: "paris" }],
      queryMs: 62.5,
      now: () => now,
    },
    [registry],
  );
  const inner = unavailableClient(() => (now += 1_500));
  const client = observedClient(inner, measure("paris"));
  await client.create({ model: "wan", input: {} });
  await client.inWorkspace("ws-1").get("task-1");
  await client.list({ page: 1, pageSize: 1 });
  await client.cancel("task-1");
  await client.quotas("/quotas", { page: 1, pageSize: 1 });
  await client.upload("wan", { name: "a.png", content: new Blob([]) });
  await client.checkEndpoint();
  client.close();
  const text = await registry.metrics();
  const measured = (call: string, answer: string) =>
    `dashqueue_provider_request_duration_seconds_sum{account="paris",call="${call}",answer="${answer}"} 1.5`;
  for (const line of [
    measured("create", "unknown"),
    ...["get", "list", "cancel", "quotas", "upload", "check"].map((call) =>
      measured(call, "unavailable"),
    ),
    "dashqueue_query_limit 16",
    'dashqueue_query_backlog_seconds{account="paris"} 0.25',
  ])
    expect(text).toContain(`${line}\n`);
});
