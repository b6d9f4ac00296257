import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { messageOf } from "../stages/notify.ts";
import { createWebhook } from "./webhook.ts";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const message = messageOf(GENERATIONS.succeeded);
const never = new AbortController().signal;

describe("createWebhook", () => {
  it("signs what it sends, so that the receiver's library believes it", async () => {
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
    ["the receiver refuses", async () => 500, "answered 500"],
    ["the receiver moved", async () => 302, "answered 302"],
    ["nobody answers", () => Promise.reject(new Error("ECONNREFUSED")), "ECONNREFUSED"],
  ])("says so when %s", async (_, post, text) => {
    const failure = await createWebhook(SECRET, { post }, () => START)(
      "https://caller.example/hook",
      message,
      never,
    );
    expect(failure?.message).toContain(text);
  });

  it("sends nothing unsigned", async () => {
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
