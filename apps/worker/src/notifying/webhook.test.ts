import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { createWebhook } from "./webhook.ts";
import { messageOf } from "./webhook-message.ts";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const message = messageOf(GENERATIONS.succeeded);
const never = new AbortController().signal;

describe("createWebhook", () => {
  it("sends a signature that the receiver's library verifies", async () => {
    const now = Date.now();
    let sent: { body: string; headers: Record<string, string> } | undefined;
    const post = async (_url: string, body: string, headers: Readonly<Record<string, string>>) => {
      sent = { body, headers };
      return 204;
    };
    expect(
      await createWebhook(SECRET, { post }, () => now)(
        "https://caller.example/hook",
        message,
        never,
      ),
    ).toBeNull();
    expect(new Webhook(SECRET).verify(sent?.body ?? "", sent?.headers ?? {})).toEqual(message.body);
    expect(sent?.headers["webhook-id"]).toBe("msg_01");
  });

  it.each<[string, () => Promise<number>, string]>([
    ["the receiver rejects it", async () => 500, "answered 500"],
    ["the receiver redirects", async () => 302, "answered 302"],
    ["no receiver listens", () => Promise.reject(new Error("ECONNREFUSED")), "ECONNREFUSED"],
  ])("reports a failure when %s", async (_, post, text) => {
    const failure = await createWebhook(SECRET, { post }, () => START)(
      "https://caller.example/hook",
      message,
      never,
    );
    expect(failure?.message).toContain(text);
  });

  it("sends nothing without a secret", async () => {
    const post = () => Promise.reject(new Error("sent"));
    const failure = await createWebhook(undefined, { post }, () => START)(
      "https://caller.example/hook",
      message,
      never,
    );
    expect(failure).toMatchObject({
      kind: "configuration",
      message: expect.stringContaining("WEBHOOK_SECRET"),
    });
  });
});
