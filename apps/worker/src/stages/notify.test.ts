import { describe, expect, it } from "vitest";

import { FAILURE, GENERATIONS } from "../../test/fixtures/generations.ts";
import type { WebhookMessage } from "./notify.ts";
import { notify } from "./notify.ts";

const never = new AbortController().signal;

describe("notify", () => {
  it("delivers what the caller would read over HTTP, under an id that a repeat keeps", async () => {
    const sent: [string, WebhookMessage][] = [];
    const deliver = async (url: string, message: WebhookMessage) => {
      sent.push([url, message]);
      return null;
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

  it("comes again when the receiver does not take it", async () => {
    const deliver = async () => FAILURE;
    expect(await notify(GENERATIONS.failed, { deliver }, never)).toEqual({
      kind: "retry",
      failure: FAILURE,
    });
    expect(await notify(GENERATIONS.failed, { deliver }, AbortSignal.abort())).toEqual({
      kind: "hand-back",
    });
  });

  it("has nothing to do without a webhook", async () => {
    const deliver = async () => FAILURE;
    expect(await notify({ ...GENERATIONS.canceled, webhookUrl: null }, { deliver }, never)).toEqual(
      {
        kind: "done",
      },
    );
  });
});
