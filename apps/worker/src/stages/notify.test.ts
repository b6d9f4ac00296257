import type { Deliveries, Delivery, Endpoint, Generation } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { FAILURE, GENERATIONS } from "../../test/fixtures/generations.ts";
import type { Delivered } from "../notifying/signed-delivery.ts";
import type { WebhookMessage } from "../notifying/webhook-message.ts";
import type { NotifyJob, NotifyPorts } from "./notify.ts";
import { notify } from "./notify.ts";

const never = new AbortController().signal;
const NOW = 1_000_000;
const ACCEPTED: Delivered = { kind: "accepted", status: 204 };
const FAILED = { kind: "failed", status: 500, failure: FAILURE, retryAfterMs: null } as const;
const END: NotifyJob = {};

type Recorded = Parameters<Deliveries["record"]>;

/** The ports with this answer of the receiver, and what was stored of it. */
function portsOf(deliver: NotifyPorts["deliver"], changes: Partial<NotifyPorts> = {}) {
  const recorded: Recorded[] = [];
  const learned: unknown[] = [];
  const signed: unknown[] = [];
  const ports = {
    deliver,
    deliveries: {
      record: async (...given: Recorded) => void recorded.push(given),
      messageAt: async () => null as Generation | null,
    },
    endpoints: {
      enter: async () => ({ kind: "open" }) as const,
      learn: async (_to: unknown, answer: unknown) => {
        learned.push(answer);
        return { before: null, after: null };
      },
    },
    reportEndpoint: () => {},
    reportSigning: (tenant: string, failure: unknown) => void signed.push([tenant, failure]),
    now: () => NOW,
    random: () => 0,
    ...changes,
  } satisfies NotifyPorts;
  return {
    ...ports,
    recorded,
    learned,
    signed,
    stored: () => recorded.map(([, delivery]) => delivery),
  };
}

const answering = (delivered: Delivered, changes: Partial<NotifyPorts> = {}) =>
  portsOf(async () => delivered, changes);

/** The endpoint as it is after an attempt. */
function learning(after: Partial<Endpoint> | null): NotifyPorts["endpoints"] {
  return {
    enter: async () => ({ kind: "probe" }),
    learn: async () => ({ before: null, after: after as Endpoint }),
  };
}

describe("notify", () => {
  it("delivers the same view as the API, with an id that stays the same on retries", async () => {
    const sent: [string, WebhookMessage][] = [];
    const ports = portsOf(async (url: string, message: WebhookMessage) => {
      sent.push([url, message]);
      return ACCEPTED;
    });
    expect(await notify(GENERATIONS.succeeded, END, ports, never)).toEqual({ kind: "done" });
    expect(ports.recorded).toEqual([
      [
        { id: "gen_01", revision: null },
        { state: "delivered", attempts: 1, lastError: null, nextAt: null },
        { at: NOW, event: "succeeded", status: 204, error: null, latencyMs: 0, nextAt: null },
      ],
    ]);
    expect(ports.learned).toEqual([{ kind: "accepted" }]);
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
    const ports = answering({ ...FAILED, retryAfterMs: 60_000 });
    expect(await notify(GENERATIONS.failed, END, ports, never)).toEqual({
      kind: "retry",
      failure: FAILURE,
      retryAfterMs: 60_000,
    });
    const nextAt = NOW + 60_000;
    expect(ports.recorded).toMatchObject([
      [{}, { state: "pending", attempts: 1, nextAt }, { error: FAILURE.message, nextAt }],
    ]);
    expect(await notify(GENERATIONS.failed, END, ports, AbortSignal.abort())).toEqual({
      kind: "hand-back",
    });
    expect(ports.recorded).toHaveLength(1);
  });

  it("doubles the delay with each attempt that failed, and gives up after the twelfth", async () => {
    const ports = answering(FAILED);
    const delays: unknown[] = [];
    let delivery: Delivery | undefined;
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      const outcome = await notify({ ...GENERATIONS.failed, delivery }, END, ports, never);
      delays.push(outcome.kind === "retry" ? (outcome.retryAfterMs ?? 0) / 1_000 : outcome.kind);
      delivery = ports.stored().at(-1)!;
    }
    const seconds = Array.from({ length: 11 }, (_, index) => 8 * 2 ** index);
    expect(delays).toEqual([...seconds, "fail"]);
    expect(delivery).toMatchObject({ state: "failed", attempts: 12, nextAt: null });
  });

  it("gives up when the receiver wants no more messages", async () => {
    const ports = answering({ kind: "refused", status: 410, failure: FAILURE });
    expect(await notify(GENERATIONS.failed, END, ports, never)).toEqual({
      kind: "fail",
      failure: FAILURE,
    });
    expect(ports.stored()).toMatchObject([{ state: "failed", lastError: FAILURE.message }]);
    expect(ports.learned).toEqual([{ kind: "gone" }]);
  });

  it("sends nothing to a URL that answered 410", async () => {
    const ports = portsOf(() => Promise.reject(new Error("sent")), {
      endpoints: { ...learning(null), enter: async () => ({ kind: "gone" }) },
    });
    expect(await notify(GENERATIONS.failed, END, ports, never)).toMatchObject({ kind: "fail" });
    expect(ports.recorded).toMatchObject([
      [
        {},
        { state: "failed", attempts: 0 },
        { status: null, error: expect.stringContaining("answered 410") as string, nextAt: null },
      ],
    ]);
  });

  it.each([
    [400, "rejected"],
    [302, "rejected"],
    [404, "rejected"],
    [408, "failed"],
    [429, "failed"],
    [500, "failed"],
    [null, "failed"],
  ])("counts the answer %s as %s for the endpoint", async (status, kind) => {
    const ports = answering({ ...FAILED, status });
    await notify(GENERATIONS.failed, END, ports, never);
    expect(ports.learned).toMatchObject([{ kind }]);
    if (kind === "failed") expect(ports.learned).toMatchObject([{ generation: "gen_01" }]);
  });

  it("waits with a message that cannot be signed, which counts as no attempt", async () => {
    const failure = { ...FAILURE, kind: "configuration", message: "no key" } as const;
    const ports = answering({ kind: "unsigned", failure });
    let delivery: Delivery | undefined;
    for (let count = 0; count < 20; count += 1) {
      const outcome = await notify({ ...GENERATIONS.failed, delivery }, END, ports, never);
      expect(outcome).toMatchObject({ kind: "wait", delayMs: 120_000, reason: "no key" });
      delivery = ports.stored().at(-1)!;
    }
    const nextAt = NOW + 120_000;
    expect(delivery).toEqual({ state: "pending", attempts: 0, lastError: "no key", nextAt });
    expect(ports.recorded).toHaveLength(1);
    expect(ports.learned).toEqual([]);
    expect(ports.signed.at(-1)).toEqual([GENERATIONS.failed.tenant, failure]);
    const repeated = await notify(GENERATIONS.failed, { repeats: 1 }, ports, never);
    expect(repeated).toEqual({ kind: "fail", failure });
    expect(ports.recorded.at(-1)).toMatchObject([{}, null, { status: null, error: "no key" }]);
  });

  it("has nothing to do without a webhook URL, or once the message was delivered", async () => {
    const ports = portsOf(() => Promise.reject(new Error("sent")));
    const delivery = { state: "delivered", attempts: 1, lastError: null, nextAt: null } as const;
    for (const generation of [{ webhookUrl: null }, { delivery }])
      expect(await notify({ ...GENERATIONS.canceled, ...generation }, END, ports, never)).toEqual({
        kind: "idle",
      });
    expect(ports.recorded).toEqual([]);
  });
});

describe("notify while the endpoint is paused", () => {
  const until = NOW + 30_000;
  const paused = (changes: Partial<NotifyPorts> = {}) =>
    portsOf(() => Promise.reject(new Error("sent")), {
      endpoints: { ...learning(null), enter: async () => ({ kind: "paused", until }) },
      ...changes,
    });

  it("waits for the probe, and records it once", async () => {
    const ports = paused({ random: () => 0.5 });
    const wait = { kind: "wait", delayMs: 31_000, reason: "the endpoint is paused" };
    expect(await notify(GENERATIONS.failed, END, ports, never)).toEqual(wait);
    const delivery = ports.stored()[0]!;
    expect(delivery).toEqual({
      state: "pending",
      attempts: 0,
      lastError: null,
      nextAt: until,
      isPaused: true,
    });
    expect(await notify({ ...GENERATIONS.failed, delivery }, END, ports, never)).toEqual(wait);
    expect(ports.recorded).toHaveLength(1);
  });

  it("returns later with a message that has failed more often", async () => {
    const ports = paused({ random: () => 0.99 });
    const delays: number[] = [];
    for (const attempts of [0, 1, 3, 4, 11]) {
      const delivery: Delivery = { state: "pending", attempts, lastError: "x", nextAt: NOW };
      const outcome = await notify({ ...GENERATIONS.failed, delivery }, END, ports, never);
      if (outcome.kind === "wait") delays.push(outcome.delayMs);
    }
    expect(delays).toEqual([31_980, 33_980, 37_980, 39_980, 39_980]);
  });

  it("gives up after three days, so that the message can still be redelivered", async () => {
    const days = 3 * 24 * 60 * 60_000;
    const updatedAt = NOW - days;
    const almost = await notify(
      { ...GENERATIONS.failed, updatedAt: updatedAt + 1 },
      END,
      paused(),
      never,
    );
    expect(almost).toMatchObject({ kind: "wait" });
    const ports = paused();
    const outcome = await notify({ ...GENERATIONS.failed, updatedAt }, END, ports, never);
    expect(outcome).toMatchObject({ kind: "fail" });
    expect(ports.recorded).toMatchObject([
      [
        {},
        { state: "failed", nextAt: null },
        { status: null, error: expect.stringContaining("redeliver this attempt") as string },
      ],
    ]);
  });

  it("counts a failed probe, delays its message as usual, and gives up after the twelfth", async () => {
    const ports = answering(FAILED, { endpoints: learning({ pausedUntil: until }) });
    const delays: unknown[] = [];
    let delivery: Delivery | undefined;
    for (let probe = 1; probe <= 12; probe += 1) {
      const outcome = await notify({ ...GENERATIONS.failed, delivery }, END, ports, never);
      delivery = ports.stored().at(-1)!;
      delays.push(outcome.kind === "wait" ? (delivery.nextAt! - NOW) / 1_000 : outcome.kind);
    }
    expect(delays.slice(0, 5)).toEqual([30, 30, 32, 64, 128]);
    expect(delays.at(-1)).toBe("fail");
    expect(delivery).toMatchObject({ state: "failed", attempts: 12 });
  });

  it("is delivered when the probe succeeds", async () => {
    const ports = answering(ACCEPTED, { endpoints: learning(null) });
    const delivery: Delivery = {
      state: "pending",
      attempts: 3,
      lastError: "x",
      nextAt: NOW,
      isPaused: true,
    };
    expect(await notify({ ...GENERATIONS.failed, delivery }, END, ports, never)).toEqual({
      kind: "done",
    });
    expect(ports.stored()).toEqual([
      { state: "delivered", attempts: 4, lastError: null, nextAt: null },
    ]);
  });
});

describe("notify about an open generation", () => {
  const { running, succeeded } = GENERATIONS;
  const job = { revision: running.revision };
  const at = (generation: Generation | null, deliver: NotifyPorts["deliver"]) => {
    const ports = portsOf(deliver);
    return {
      ...ports,
      deliveries: { ...ports.deliveries, messageAt: async () => generation },
    };
  };

  it("sends the record as it was, under an id of its own", async () => {
    const sent: WebhookMessage[] = [];
    const ports = at(running, async (_url, message) => {
      sent.push(message);
      return ACCEPTED;
    });
    expect(await notify(succeeded, job, ports, never)).toEqual({ kind: "done" });
    expect(sent).toMatchObject([
      {
        id: `msg_01_${running.revision}`,
        body: { type: "generation.running", data: { status: "running", output: null } },
      },
    ]);
    expect(ports.recorded).toMatchObject([
      [{ id: "gen_01", revision: running.revision }, {}, { event: "running" }],
    ]);
  });

  it("sends nothing of a message that is no longer kept", async () => {
    const ports = at(null, () => Promise.reject(new Error("sent")));
    expect(await notify(succeeded, job, ports, never)).toEqual({ kind: "idle" });
  });
});

describe("notify when a person asks for it again", () => {
  const job = { repeats: 1 };
  const delivered = { state: "delivered", attempts: 1, lastError: null, nextAt: null } as const;

  it("sends a delivered message again, even to a paused endpoint", async () => {
    const endpoints = { ...learning(null), enter: () => Promise.reject(new Error("asked")) };
    const ports = answering(ACCEPTED, { endpoints });
    const generation = { ...GENERATIONS.failed, delivery: delivered };
    expect(await notify(generation, job, ports, never)).toEqual({ kind: "done" });
    expect(ports.stored()).toEqual([{ ...delivered, attempts: 2 }]);
  });

  it("leaves everything as it was if that fails", async () => {
    const ports = answering(FAILED);
    const generation = { ...GENERATIONS.failed, delivery: delivered };
    expect(await notify(generation, job, ports, never)).toEqual({ kind: "fail", failure: FAILURE });
    expect(ports.recorded).toMatchObject([[{}, null, { error: FAILURE.message, nextAt: null }]]);
  });
});
