import type { Delivery, Endpoint } from "@dashqueue/queue/internal";
import { afterAnswer, enterEndpoint } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { FAILURE, GENERATIONS } from "../../test/fixtures/generations.ts";
import type { NotifyPorts } from "./notify.ts";
import { notify } from "./notify.ts";

const never = new AbortController().signal;
const SECOND_MS = 1_000;
const TEN_MINUTES = 600 * SECOND_MS;

interface Sent {
  readonly id: string;
  readonly since: number;
  dueAt: number;
  delivery?: Delivery;
}

/** A small generator of numbers that repeat in each run. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/**
 * Ten messages that are always answered with `status`, and one good message every five seconds, at
 * one endpoint. Returns how long each good message took.
 */
async function delaysBeside(status: number): Promise<number[]> {
  let now = 0;
  let endpoint: Endpoint | null = null;
  const messages = new Map<string, Sent>();
  const add = (id: string, dueAt: number) => messages.set(id, { id, dueAt, since: dueAt });
  for (let count = 0; count < 10; count += 1) add(`gen_bad_${count}`, count);
  for (let at = 0; at < TEN_MINUTES; at += 5 * SECOND_MS) add(`gen_good_${at}`, at);

  const ports: NotifyPorts = {
    deliver: async (_url, { body }) =>
      body.data.id.includes("good")
        ? { kind: "accepted", status: 204 }
        : { kind: "failed", status, failure: FAILURE, retryAfterMs: null },
    deliveries: {
      record: async ({ id }, delivery) => void (messages.get(id)!.delivery = delivery!),
      messageAt: async () => null,
    },
    endpoints: {
      async enter() {
        const entered = enterEndpoint(endpoint, now);
        endpoint = entered.endpoint;
        return entered.entry;
      },
      async learn(_to, answer) {
        const before = endpoint;
        endpoint = afterAnswer(before, answer, now);
        return { before, after: endpoint };
      },
    },
    reportEndpoint: () => {},
    reportSigning: () => {},
    now: () => now,
    random: randomOf(status),
  };

  const delays: number[] = [];
  for (;;) {
    const [next] = [...messages.values()].toSorted((one, other) => one.dueAt - other.dueAt);
    if (next === undefined || next.dueAt > 2 * TEN_MINUTES) return delays;
    now = next.dueAt;
    const { id, delivery } = next;
    const outcome = await notify(
      { ...GENERATIONS.failed, updatedAt: 0, id, delivery },
      {},
      ports,
      never,
    );
    if (outcome.kind === "wait") next.dueAt = now + outcome.delayMs;
    else if (outcome.kind === "retry") next.dueAt = now + (outcome.retryAfterMs ?? 0);
    else messages.delete(id);
    if (outcome.kind === "done") delays.push(now - next.since);
  }
}

it("does not delay good messages because the receiver rejects others", async () => {
  const delays = await delaysBeside(400);
  expect(delays).toHaveLength(120);
  expect(Math.max(...delays)).toBe(0);
});

it("delays good messages only a little if the receiver fails at others", async () => {
  const delays = await delaysBeside(500);
  expect(delays).toHaveLength(120);
  expect(Math.max(...delays)).toBeLessThan(60 * SECOND_MS);
});
