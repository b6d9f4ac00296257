import { setTimeout as delay } from "node:timers/promises";

import type { Request, Response } from "express";

import {
  isEarly,
  isLate,
  type EarlyEffect,
  type Effect,
  type FaultSubject,
  type LateEffect,
  type Manner,
} from "../faults/fault.ts";
import type { FaultScript } from "../faults/script.ts";
import { createUuid } from "./identity.ts";
import type { MarkedFaults } from "../faults/marked-faults.ts";
import { refuse, type Reply } from "./reply.ts";
import type { LoggedRequest, RequestLog } from "./request-log.ts";

export type ExchangeParts = {
  readonly script: FaultScript;
  readonly marked: MarkedFaults;
  /** What a fault may ask of a task. */
  readonly taskOf: (id: string) => Pick<FaultSubject, "prompt" | "status">;
  readonly log: RequestLog;
  readonly now: () => number;
  readonly random: () => number;
  /** Ends what waits when the simulator closes. */
  readonly signal: AbortSignal;
};

/** One request with its answer. */
export type Exchange = {
  readonly requestId: string;
  readonly response: Response;
  readonly note: (change: Partial<LoggedRequest>) => void;
};

/** Gives a request its id, and writes it down. */
export function openExchange(
  parts: ExchangeParts,
  operation: LoggedRequest["operation"],
  request: Request,
  response: Response,
): Exchange {
  const requestId = createUuid(parts.random);
  const note = parts.log.open({
    at: parts.now(),
    requestId,
    operation,
    method: request.method,
    path: `${request.baseUrl}${request.path}`,
    account: null,
    taskId: null,
    status: null,
    code: null,
  });
  response.setHeader("x-request-id", requestId);
  return { requestId, response, note };
}

/** Runs one operation of the API under the faults that are written for it. */
export async function runExchange(
  parts: ExchangeParts,
  exchange: Exchange,
  subject: FaultSubject,
  run: (manner: Manner | null) => Reply,
): Promise<void> {
  const { response, note } = exchange;
  const due = parts.script.next(subject);
  const { early, manner, late } = sortEffect(due?.effect ?? null);
  if (early !== null) due?.use();
  const instead = early === null ? null : await applyEarly(early, exchange, parts.signal);
  if (instead === "gone") return;
  const reply = instead ?? run(manner);
  note({ code: reply.code, ...(reply.taskId === undefined ? {} : { taskId: reply.taskId }) });
  // One that was refused leaves its fault to the next.
  const isDone = early === null && reply.code === null;
  if (isDone) due?.use();
  const isOwnAnswer = late === null || !isDone || (await applyLate(late, exchange, parts.signal));
  if (!isOwnAnswer || response.destroyed) return;
  sendReply(exchange, reply);
}

function sortEffect(effect: Effect | null): {
  readonly early: EarlyEffect | null;
  readonly manner: Manner | null;
  readonly late: LateEffect | null;
} {
  const none = { early: null, manner: null, late: null };
  if (effect === null) return none;
  if (isEarly(effect)) return { ...none, early: effect };
  return isLate(effect) ? { ...none, late: effect } : { ...none, manner: effect };
}

export function sendReply({ response, requestId, note }: Exchange, reply: Reply): void {
  note({ status: reply.status, code: reply.code });
  response.status(reply.status).json({ ...reply.body, request_id: requestId });
}

/** @returns the answer that it puts in the place of the usual one, if it does. */
async function applyEarly(
  effect: EarlyEffect,
  { response }: Exchange,
  signal: AbortSignal,
): Promise<Reply | "gone" | null> {
  switch (effect.kind) {
    case "drop":
      response.destroy();
      return "gone";
    case "status":
      response.set(effect.headers ?? {});
      return refuse(effect);
    case "delay":
      await pause(effect.ms, signal);
      // A client that has given up does not stop a provider; only closing does.
      if (!signal.aborted) return null;
      response.destroy();
      return "gone";
  }
}

/** @returns whether the usual answer is still to be sent. */
async function applyLate(
  effect: LateEffect,
  { response, note }: Exchange,
  signal: AbortSignal,
): Promise<boolean> {
  switch (effect.kind) {
    case "accept-then-drop":
      response.destroy();
      return false;
    case "accept-then-delay":
      await pause(effect.ms, signal);
      return true;
    case "accept-then-status":
      note({ status: effect.status });
      response.status(effect.status).set(effect.headers ?? {});
      if (typeof effect.body === "string") response.send(effect.body);
      else if (effect.body === undefined) response.end();
      else response.json(effect.body);
      return false;
  }
}

/** In real time, as a network is slow in; over at once when the simulator closes. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(durationMs, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
