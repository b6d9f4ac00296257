import { setTimeout as delay } from "node:timers/promises";

import type { Request, Response } from "express";

import type { EarlyEffect, FaultSubject, LateEffect } from "./fault.ts";
import type { FaultScript } from "./fault-script.ts";
import { createUuid } from "./identity.ts";
import { refuse, type Reply } from "./reply.ts";
import type { LoggedRequest, RequestLog } from "./request-log.ts";

export type ExchangeParts = {
  readonly script: FaultScript;
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
  run: () => Reply,
): Promise<void> {
  const { response, note } = exchange;
  const early = parts.script.takeEarly(subject);
  const instead = early === null ? null : await applyEarly(early, exchange, parts.signal);
  if (instead === "gone") return;
  const reply = instead ?? run();
  note({ code: reply.code, ...(reply.taskId === undefined ? {} : { taskId: reply.taskId }) });
  const late = instead === null && reply.code === null ? parts.script.takeLate(subject) : null;
  const isOwnAnswer = late === null || (await applyLate(late, exchange, parts.signal));
  if (!isOwnAnswer || response.destroyed) return;
  sendReply(exchange, reply);
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
    case "cut-download":
      return null;
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
