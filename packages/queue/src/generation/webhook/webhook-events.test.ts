import { describe, expect, it } from "vitest";

import { queued, SAMPLES } from "../../../test/fixtures/generations.ts";
import type { WebhookEvent } from "./event-names.ts";
import { keepsMessage, notifiesOf, webhookEventsOf } from "./webhook-events.ts";

const webhookUrl = "https://caller.example/hook";

describe("notifiesOf", () => {
  it("notifies of the end by default", () => {
    const statuses = Object.values(SAMPLES)
      .filter((generation) => notifiesOf({ ...generation, webhookUrl }, generation.status))
      .map(({ status }) => status);
    expect(statuses).toEqual(["succeeded", "failed", "canceled"]);
    expect(webhookEventsOf({})).toEqual(statuses);
  });

  it("notifies of what the caller chose, and of nothing without a URL", () => {
    const webhookEvents: WebhookEvent[] = ["running"];
    expect(notifiesOf({ webhookUrl, webhookEvents }, "running")).toBe(true);
    expect(notifiesOf({ webhookUrl, webhookEvents }, "succeeded")).toBe(false);
    expect(notifiesOf({ webhookUrl: null, webhookEvents }, "running")).toBe(false);
  });
});

describe("keepsMessage", () => {
  const webhookEvents: WebhookEvent[] = ["running", "succeeded"];
  const chosen = { webhookUrl, webhookEvents };
  const running = { ...SAMPLES.running, ...chosen };

  it("keeps a message when an open generation enters a chosen status", () => {
    expect(keepsMessage({ ...SAMPLES.submitting, ...chosen }, running)).toBe(true);
    expect(keepsMessage(running, { ...SAMPLES.archiving, ...chosen })).toBe(false);
  });

  it("keeps none while the status stays, nor for the end, whose record stays", () => {
    expect(keepsMessage(running, running)).toBe(false);
    expect(keepsMessage(running, { ...SAMPLES.succeeded, ...chosen })).toBe(false);
  });

  it("keeps none for a generation that was accepted before there was a choice", () => {
    expect(keepsMessage(queued({ webhookUrl }), { ...SAMPLES.running, webhookUrl })).toBe(false);
  });
});
