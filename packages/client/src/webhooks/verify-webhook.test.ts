import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";

import { DashqueueError } from "../http/dashqueue-error.ts";
import { verifyWebhook } from "./verify-webhook.ts";

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString("base64")}`;
const SECRET = secretOf(7);
const message = { type: "generation.succeeded", data: { id: "gen_1" } };
const body = JSON.stringify(message);

function signed(at = new Date()) {
  return {
    "Webhook-Id": "msg_1",
    "Webhook-Timestamp": String(Math.floor(at.getTime() / 1000)),
    "Webhook-Signature": new Webhook(SECRET).sign("msg_1", at, body),
  };
}

describe("verifyWebhook", () => {
  it("returns the message, from any kind of headers and body", () => {
    const headers = signed();
    expect(verifyWebhook({ body, headers }, SECRET)).toEqual(message);
    expect(verifyWebhook({ body, headers: new Headers(headers) }, SECRET)).toEqual(message);
    expect(verifyWebhook({ body: Buffer.from(body), headers }, SECRET)).toEqual(message);
  });

  it("accepts any of several secrets while they are rotated", () => {
    expect(verifyWebhook({ body, headers: signed() }, secretOf(8), SECRET)).toEqual(message);
  });

  it.each([
    ["another body", { body: `${body} `, headers: signed() }],
    ["an old message", { body, headers: signed(new Date(Date.now() - 600_000)) }],
    ["no signature", { body, headers: { "webhook-id": "msg_1", other: undefined } }],
  ])("rejects %s and says what to compare", (_, request) => {
    expect(() => verifyWebhook(request, SECRET)).toThrow(DashqueueError);
    expect(() => verifyWebhook(request, SECRET)).toThrow(/Compare the secret/);
  });
});
