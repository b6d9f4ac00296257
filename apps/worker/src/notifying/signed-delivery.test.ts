import { WebhookSecretError } from "@dashqueue/queue/internal";
import type { Posted } from "@dashqueue/service";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { createSignedDelivery } from "./signed-delivery.ts";
import { messageOf } from "./webhook-message.ts";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const NEW_SECRET = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;
const message = messageOf(GENERATIONS.succeeded);
const never = new AbortController().signal;

const deliverTo = (post: () => Promise<Posted>) =>
  createSignedDelivery(
    async () => [SECRET],
    { post },
    () => START,
  )("https://caller.example/hook", message, never);
const answering = (status: number, retryAfter: string | null = null) =>
  deliverTo(async () => ({ status, retryAfter }));

describe("createSignedDelivery", () => {
  it("signs with every secret of the tenant, so that the receiver's library verifies one", async () => {
    const now = Date.now();
    let sent: { body: string; headers: Record<string, string> } | undefined;
    const post = async (_url: string, body: string, headers: Readonly<Record<string, string>>) => {
      sent = { body, headers };
      return { status: 204, retryAfter: null };
    };
    const deliver = createSignedDelivery(
      async () => [NEW_SECRET, SECRET],
      { post },
      () => now,
    );
    expect(await deliver("https://caller.example/hook", message, never)).toEqual({
      kind: "accepted",
      status: 204,
    });
    for (const secret of [SECRET, NEW_SECRET])
      expect(new Webhook(secret).verify(sent?.body ?? "", sent?.headers ?? {})).toEqual(
        message.body,
      );
    expect(sent?.headers["webhook-id"]).toBe("msg_01");
    expect(sent?.headers["user-agent"]).toBe("dashqueue");
  });

  it.each([500, 302, 404, 429])(
    "reports a failure when the receiver answers %i",
    async (status) => {
      expect(await answering(status)).toMatchObject({
        kind: "failed",
        status,
        failure: { kind: "network", message: `the receiver answered ${status}` },
        retryAfterMs: null,
      });
    },
  );

  it("reports a failure when no receiver answers", async () => {
    expect(await deliverTo(() => Promise.reject(new Error("ECONNREFUSED")))).toMatchObject({
      kind: "failed",
      status: null,
      failure: { message: "ECONNREFUSED" },
    });
  });

  it("treats 410 as a request for no more deliveries", async () => {
    expect(await answering(410, "60")).toMatchObject({
      kind: "refused",
      failure: { message: "the receiver answered 410" },
    });
  });

  it.each([
    ["120", 120_000],
    ["0", 0],
    [new Date(START + 30_000).toUTCString(), 30_000],
    [new Date(START - 30_000).toUTCString(), 0],
    ["86400", 3_600_000],
    ["99999999999999999999", 3_600_000],
    ["soon", null],
    ["", null],
  ])("reads Retry-After: %s, limited to an hour", async (retryAfter, retryAfterMs) => {
    expect(await answering(503, retryAfter)).toMatchObject({ kind: "failed", retryAfterMs });
  });

  it.each([
    ["without a secret", async () => [], "set WEBHOOK_SECRET on the worker"],
    [
      "without a key that reads the tenant's secret",
      () => Promise.reject(new WebhookSecretError("give the worker the WEBHOOK_SECRETS_KEY")),
      "give the worker the WEBHOOK_SECRETS_KEY",
    ],
  ])("sends nothing %s", async (_, secretsOf, advice) => {
    const post = () => Promise.reject(new Error("sent"));
    const deliver = createSignedDelivery(secretsOf, { post }, () => 0);
    expect(await deliver("https://caller.example/hook", message, never)).toMatchObject({
      kind: "unsigned",
      failure: { kind: "configuration", message: expect.stringContaining(advice) as string },
    });
  });

  it("tries again later if the secrets cannot be read from Redis", async () => {
    const lost = new Error("connection lost");
    const post = () => Promise.reject(new Error("sent"));
    const deliver = createSignedDelivery(
      () => Promise.reject(lost),
      { post },
      () => 0,
    );
    await expect(deliver("https://caller.example/hook", message, never)).rejects.toBe(lost);
  });
});
