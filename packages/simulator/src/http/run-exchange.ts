import type { AfterEffect, BeforeEffect, DuringEffect, Effect } from "../faults/fault.ts";
import { isAfter, isBefore } from "../faults/fault.ts";
import type { FaultSubject } from "../faults/fault-match.ts";
import type { FaultScript } from "../faults/fault-script.ts";
import { pause } from "../time/pause.ts";
import type { Exchange } from "./exchange.ts";
import { sendReply } from "./exchange.ts";
import type { Reply } from "./reply.ts";
import { refuse } from "./reply.ts";

export interface FaultPorts {
  readonly script: Pick<FaultScript, "next">;
  /** Ends all delays when the simulator closes. */
  readonly signal: AbortSignal;
}

/** Runs one operation of the API and applies the fault that is due for it. */
export async function runExchange(
  { script, signal }: FaultPorts,
  exchange: Exchange,
  subject: FaultSubject,
  run: (effect: DuringEffect | null) => Reply,
): Promise<void> {
  const { response, note } = exchange;
  const due = script.next(subject);
  const { before, during, after } = sortEffect(due?.effect ?? null);
  if (before !== null) due?.use();
  const instead = before === null ? null : await applyBefore(before, exchange, signal);
  if (instead === "closed") return;
  const reply = instead ?? run(during);
  note({ code: reply.code, ...(reply.taskId === undefined ? {} : { taskId: reply.taskId }) });
  // A refused request leaves its fault to the next one.
  const isDone = before === null && reply.code === null;
  if (isDone) due?.use();
  const sendsReply = after === null || !isDone || (await applyAfter(after, exchange, signal));
  if (sendsReply && !response.destroyed) sendReply(exchange, reply);
}

function sortEffect(effect: Effect | null): {
  readonly before: BeforeEffect | null;
  readonly during: DuringEffect | null;
  readonly after: AfterEffect | null;
} {
  const none = { before: null, during: null, after: null };
  if (effect === null) return none;
  if (isBefore(effect)) return { ...none, before: effect };
  return isAfter(effect) ? { ...none, after: effect } : { ...none, during: effect };
}

/** @returns the reply that replaces the operation, `closed`, or null to run the operation. */
async function applyBefore(
  effect: BeforeEffect,
  { response }: Exchange,
  signal: AbortSignal,
): Promise<Reply | "closed" | null> {
  switch (effect.kind) {
    case "drop":
      response.destroy();
      return "closed";
    case "status":
      response.set(effect.headers ?? {});
      return refuse(effect);
    case "delay":
      await pause(effect.ms, signal);
      // A client that stops waiting does not stop a provider. Only closing the simulator does.
      if (!signal.aborted) return null;
      response.destroy();
      return "closed";
  }
}

/** @returns whether the operation's own reply is still to be sent. */
async function applyAfter(
  effect: AfterEffect,
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
