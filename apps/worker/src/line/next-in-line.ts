import type {
  Generation,
  InLine,
  Line,
  Picked,
  PickTerms,
  Queued,
  Ticket,
} from "@dashqueue/queue/internal";
import { isOverdue, isWaiting, laneName } from "@dashqueue/queue/internal";

import type { Admission, DoorPorts, Knocked } from "../lanes/door.ts";
import type { Expire } from "./expiry.ts";
import { createKnock, MAX_WAIT_MS, restAtDoor } from "../lanes/door.ts";
import type { Wait } from "../outcome.ts";
import { parkingOf, restOf, usedUpIn } from "./parking.ts";

export interface LinePorts extends DoorPorts {
  readonly line: Pick<Line, "pick" | "giveUp" | "park" | "rest">;
  /** The lanes that generations of a model may go to, and how long they hold a slot. */
  termsOf(model: string): PickTerms;
  readonly expire: Expire;
  /** @throws if this version cannot read the record. */
  get(id: string): Promise<Generation | null>;
  /** Does the work, and holds the ticket's pick until it is done. */
  holding<T>(ticket: Ticket, work: () => Promise<T>): Promise<T>;
}

/** Called when a generation that cannot go now was taken out of the line for a while. */
export type OnParked = (generation: Queued, wait: Wait) => Promise<void>;

export type NextAdmission =
  | (Extract<Admission, { readonly kind: "admitted" | "overtaken" }> & { readonly queued: Queued })
  | Extract<Admission, { readonly kind: "closing" | "key-refused" }>
  | Extract<Picked, { readonly kind: "later" | "nobody" }>;

/**
 * Stands at the door of a model with a ticket, until the generation that is entitled next is
 * admitted (G12). Before each request to the lanes it picks again, because a more entitled one may
 * have come. One that cannot go now is parked, so that it does not block the line.
 */
export async function admitNext(
  ticket: Ticket,
  ports: LinePorts,
  onParked: OnParked,
  signal: AbortSignal,
): Promise<NextAdmission> {
  const knock = createKnock(ports);
  let { own } = ticket;
  for (;;) {
    const picked = await pickNext(ticket, ports, signal);
    if (picked.kind === "closing") await ports.line.giveUp(ticket);
    if (picked.kind !== "picked") return picked;
    const read = async () => (own?.id === picked.id ? own : ports.get(picked.id));
    const generation = await orPark(picked, ticket, ports, read);
    own = null;
    // It has changed since it was picked: the next pick drops it.
    if (generation === null || !isWaiting(generation)) continue;
    if (isOverdue(generation, ports.now())) {
      const ended = await orPark(picked, ticket, ports, () => ports.expire(generation));
      // A lost create request of it may have made a task.
      if (ended === null) await ports.checkAfterRestart(generation, signal);
      if (ended === null || ended.kind === "missing") continue;
      return { kind: "overtaken", queued: generation, generation: ended.generation };
    }
    const knocked = await orPark(picked, ticket, ports, () =>
      ports.holding(ticket, () => knock(generation, signal)),
    );
    const parking = parkingOf(knocked);
    if (parking !== null) {
      await ports.line.park(inLine(picked, ticket), parking.delayMs, parking.comesBack);
      await onParked(generation, parking);
    }
    if (await passOver(inLine(picked, ticket), knocked, ports)) continue;
    switch (knocked.kind) {
      case "unaffordable":
      case "undecided":
        continue;
      case "refused":
        // What broke one upload may break that of every waiting generation.
        if (parking !== null) await ports.sleep(UPLOAD_PAUSE_MS, signal);
        else await restAtDoor(knocked, ports, signal);
        continue;
      case "admitted":
      case "overtaken":
        return { ...knocked, queued: generation };
      case "closing":
      case "key-refused":
        await ports.line.giveUp(ticket);
        return knocked;
    }
  }
}

/**
 * Lets the next picks pass over a tenant if no spending limit has room for its generation.
 * Returns false if that is not why it was not admitted.
 */
async function passOver(
  place: InLine,
  knocked: Knocked,
  { line, overBudget }: LinePorts,
): Promise<boolean> {
  const restMs = restOf(knocked);
  if (restMs === null) return false;
  await line.rest(place, restMs);
  const limit = usedUpIn(knocked);
  if (limit !== undefined) await overBudget(place.tenant, limit);
  return true;
}

/** Waits until this ticket may pick. */
async function pickNext(
  ticket: Ticket,
  { line, termsOf, bell, sleep }: LinePorts,
  signal: AbortSignal,
): Promise<Exclude<Picked, { kind: "crowded" | "tenants-full" }> | { kind: "closing" }> {
  while (!signal.aborted) {
    const terms = termsOf(ticket.model);
    const rings = terms.lanes.map(({ lane }) => bell.next(laneName(lane)));
    const picked = await line.pick(ticket, terms);
    if (picked.kind !== "crowded" && picked.kind !== "tenants-full") return picked;
    const waitMs = Math.min(picked.waitMs ?? MAX_WAIT_MS, MAX_WAIT_MS);
    await sleep(waitMs, AbortSignal.any([signal, ...rings]));
  }
  return { kind: "closing" };
}

type PickedOne = Extract<Picked, { readonly kind: "picked" }>;

const inLine = ({ id, tenant }: PickedOne, { model }: Ticket) => ({ id, model, tenant });

/** A bug that concerns one generation must not stop the others. */
const BROKEN_MS = 5_000;

async function orPark<T>(
  picked: PickedOne,
  ticket: Ticket,
  { line }: LinePorts,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await line.park(inLine(picked, ticket), BROKEN_MS, "to its place").catch(() => {});
    throw error;
  }
}

/** The time between two generations whose uploads failed. */
const UPLOAD_PAUSE_MS = 1_000;
