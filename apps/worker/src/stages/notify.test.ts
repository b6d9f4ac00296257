import type { Delivery } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { FAILURE, GENERATIONS } from "../../test/fixtures/generations.ts";
import type { WebhookMessage } from "../notifying/webhook-message.ts";
import type { NotifyPorts } from "./notify.ts";
import { notify } from "./notify.ts";

const never = new AbortController().signal;
const NOW = 1_000_000;

/** The ports with this answer of the receiver, and what was stored of it. */
function portsOf(deliver: NotifyPorts["deliver"]) {
  const stored: Delivery[] = [];
  const recordDelivery = async (_id: string, delivery: Delivery) => void stored.push(delivery);
  return { deliver, store: { recordDelivery }, now: () => NOW, stored };
}

describe("notify", () => {
  it("delivers the same view as the API, with an id that stays the same on retries", async () => {
    const sent: [string, WebhookMessage][] = [];
    const deliver = async (url: string, message: WebhookMessage) => {
      sent.push([url, message]);
      return { kind: "accepted" } as const;
    };
    const ports = portsOf(deliver);
    expect(await notify(GENERATIONS.succeeded, ports, never)).toEqual({ kind: "done" });
    expect(ports.stored).toEqual([
      { state: "delivered", attempts: 1, lastError: null, nextAt: null },
    ]);
    expect(sent).toMatchObject([
      [
        "https://caller.example/hook",
        {
          id: "msg_01",
          body: {
            type: "generation.succeeded",
            timestamp: "2026-11-22T10:00:00.000Z",
            data: { id: "gen_01", status: "succeeded" },
          },
        },
      ],
    ]);
  });

  it("retries when the receiver rejects it", async () => {
    const deliver = async () =>
      ({ kind: "failed", failure: FAILURE, retryAfterMs: 60_000 }) as const;
    const ports = portsOf(deliver);
    expect(await notify(GENERATIONS.failed, ports, never)).toEqual({
      kind: "retry",
      failure: FAILURE,
      retryAfterMs: 60_000,
    });
    const failed = { state: "pending", lastError: FAILURE.message } as const;
    const first = { ...failed, attempts: 1, nextAt: NOW + 60_000 };
    expect(ports.stored).toEqual([first]);
    const closing = AbortSignal.abort();
    expect(await notify(GENERATIONS.failed, ports, closing)).toEqual({ kind: "hand-back" });
    expect(ports.stored).toEqual([first]);
  });

  it("doubles the delay with each delivery that failed, and gives up after the twelfth", async () => {
    const deliver = async () => ({ kind: "failed", failure: FAILURE, retryAfterMs: null }) as const;
    const ports = portsOf(deliver);
    const delays: unknown[] = [];
    let delivery: Delivery | undefined;
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      const outcome = await notify({ ...GENERATIONS.failed, delivery }, ports, never);
      delays.push(outcome.kind === "retry" ? (outcome.retryAfterMs ?? 0) / 1_000 : outcome.kind);
      delivery = ports.stored.at(-1);
    }
    const seconds = Array.from({ length: 11 }, (_, index) => 8 * 2 ** index);
    expect(delays).toEqual([...seconds, "fail"]);
    expect(delivery).toMatchObject({ state: "failed", attempts: 12, nextAt: null });
  });

  it("gives up when the receiver wants no more deliveries", async () => {
    const deliver = async () => ({ kind: "refused", failure: FAILURE }) as const;
    const ports = portsOf(deliver);
    expect(await notify(GENERATIONS.failed, ports, never)).toEqual({
      kind: "fail",
      failure: FAILURE,
    });
    expect(ports.stored).toMatchObject([{ state: "failed", lastError: FAILURE.message }]);
  });

  it("is done without a webhook URL", async () => {
    const deliver = () => Promise.reject(new Error("delivered"));
    const ports = portsOf(deliver);
    expect(await notify({ ...GENERATIONS.canceled, webhookUrl: null }, ports, never)).toEqual({
      kind: "done",
    });
  });
});
