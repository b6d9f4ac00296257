import { describe, expect, it } from "vitest";

import { FAILURE, GENERATIONS } from "../../test/fixtures/generations.ts";
import type { WebhookMessage } from "../notifying/webhook-message.ts";
import { notify } from "./notify.ts";

const never = new AbortController().signal;

describe("notify", () => {
  it("delivers the same view as the API, with an id that stays the same on retries", async () => {
    const sent: [string, WebhookMessage][] = [];
    const deliver = async (url: string, message: WebhookMessage) => {
      sent.push([url, message]);
      return { kind: "accepted" } as const;
    };
    expect(await notify(GENERATIONS.succeeded, { deliver }, never)).toEqual({ kind: "done" });
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
    expect(await notify(GENERATIONS.failed, { deliver }, never)).toEqual({
      kind: "retry",
      failure: FAILURE,
      retryAfterMs: 60_000,
    });
    expect(await notify(GENERATIONS.failed, { deliver }, AbortSignal.abort())).toEqual({
      kind: "hand-back",
    });
  });

  it("gives up when the receiver wants no more deliveries", async () => {
    const deliver = async () => ({ kind: "refused", failure: FAILURE }) as const;
    expect(await notify(GENERATIONS.failed, { deliver }, never)).toEqual({
      kind: "fail",
      failure: FAILURE,
    });
  });

  it("is done without a webhook URL", async () => {
    const deliver = () => Promise.reject(new Error("delivered"));
    expect(await notify({ ...GENERATIONS.canceled, webhookUrl: null }, { deliver }, never)).toEqual(
      {
        kind: "done",
      },
    );
  });
});
