import type { Redis } from "ioredis";

import type { Queued } from "../generation/generation.ts";
import type { Lane } from "../generation/lane.ts";
import { rankOf } from "../generation/waiting/rank.ts";
import type { Keys } from "../store/keys.ts";
import { ENTER, HOLD, MISSING, PARK, PICK, REST } from "./line-scripts.ts";
import type { BehindAll } from "./behind-all.ts";
import { returnFitting } from "./behind-all.ts";
import { runScript } from "../store/script.ts";
import type { LaneLimits } from "../store/script-arguments.ts";

/**
 * The waiting generations of each model, by tenant, and who of them is served next (G12). The
 * writes of the records keep it (`accept.lua`, `change.lua`); here tickets pick from it.
 *
 * A ticket is a job in a model's submit queue. It picks the generation that is entitled next, which
 * need not be its own, and holds the pick for a short time, so that no other ticket stands at the
 * door with the same one. When a worker dies, the next pick of its ticket, or the end of this time,
 * frees the generation.
 */
export interface Line {
  /** Picks for a ticket. It gives up what it had picked before. */
  pick(ticket: Ticket, terms: PickTerms): Promise<Picked>;
  /** Holds what a ticket has picked for another `PICK_MS`. */
  hold(ticket: Pick<Ticket, "id" | "model">): Promise<void>;
  /** Gives up what a ticket has picked. */
  giveUp(ticket: Pick<Ticket, "id" | "model">): Promise<void>;
  /**
   * Takes a waiting generation out of the line for this time. It comes back to its place, as the
   * last one of its tenant and priority, or behind all others of its tenant, later ones included.
   */
  park(waiting: InLine, waitMs: number, comesBack: ComesBack): Promise<void>;
  /**
   * Returns those to their places that are behind all others of their tenants and fit now, of one
   * page. Returns where it ended; null after the last page.
   */
  returnFitting(which: BehindAll, fits: (waiting: Queued) => boolean): Promise<string | null>;
  /** Returns the first generation of each tenant that has some in the line of a model. */
  first(model: string): Promise<readonly InLine[]>;
  /** Passes over a tenant in the line of a model for this time, if it waits there. */
  rest(who: Pick<InLine, "model" | "tenant">, waitMs: number): Promise<void>;
  /**
   * Returns how many queued generations of a model are neither in the line nor parked: those that
   * kept a slot, and those that an earlier version accepted.
   */
  missing(model: string): Promise<number>;
  /** Puts a waiting generation into its place in the line. Returns false if it had one. */
  enter(waiting: Queued): Promise<boolean>;
}

/** Where a parked generation comes back to in the line of its tenant. */
export type ComesBack = "to its place" | "last" | "behind all";

/** A waiting generation. */
export interface InLine {
  readonly id: string;
  readonly model: string;
  readonly tenant: string;
}

export interface Ticket {
  /** The generation that its job names. */
  readonly id: string;
  readonly model: string;
  /** The generation that the job names, while it waits; null when it no longer does. */
  readonly own: Queued | null;
}

export interface PickTerms {
  /** Where the model's generations may go. */
  readonly lanes: readonly {
    readonly lane: Lane;
    readonly limits: Pick<LaneLimits, "maxInFlight" | "raiseMs">;
  }[];
  /** How long a slot is expected to be held, milliseconds. */
  readonly expectedMs: number;
}

export type Picked =
  | { readonly kind: "picked"; readonly id: string; readonly tenant: string }
  /** Other tickets at the door take the free slots. The first pick ends after `waitMs`. */
  | { readonly kind: "crowded"; readonly waitMs: number }
  /**
   * Every tenant that waits is at its own limit or is passed over: the first of those for `waitMs`;
   * null if there is none.
   */
  | { readonly kind: "tenants-full"; readonly waitMs: number | null }
  /** The ticket's generation waits, and can be picked after `waitMs`. */
  | { readonly kind: "later"; readonly waitMs: number }
  /** No generation waits that this ticket could serve. */
  | { readonly kind: "nobody" };

/** How long a pick holds: longer than the longest wait of a ticket before it picks again. */
export const PICK_MS = 10_000;

export function createLine(redis: Redis, keys: Keys): Line {
  return {
    async pick(ticket, terms) {
      const { names, values } = pickArguments(keys, ticket, terms);
      const [kind, value, tenant = ""] = (await runScript(
        redis,
        PICK,
        names.length,
        ...names,
        ...values,
      )) as Verdict;
      switch (kind) {
        case "picked":
          return { kind, id: value, tenant };
        case "crowded":
        case "later":
          return { kind, waitMs: value };
        case "tenants-full":
          return { kind, waitMs: value ?? null };
        case "nobody":
          return { kind };
      }
    },
    async hold({ id, model }) {
      await runScript(redis, HOLD, 1, keys.picks(model), id, PICK_MS);
    },
    async giveUp({ id, model }) {
      await redis.hdel(keys.picks(model), id);
    },
    async park(waiting, waitMs, comesBack) {
      const names = [...placesOf(keys, waiting), keys.behindAll(waiting.model)];
      const values = [waiting.id, waiting.tenant, Math.ceil(waitMs), comesBack];
      await runScript(redis, PARK, names.length, ...names, ...values);
    },
    returnFitting: (which, fits) => returnFitting(redis, keys, which, fits),
    async first(model) {
      const tenants = await redis.hkeys(keys.lineTenants(model));
      const read = tenants.map(async (tenant) => {
        const [id] = await redis.zrange(keys.line(model, tenant), 0, "0");
        return id === undefined ? [] : [{ id, model, tenant }];
      });
      return (await Promise.all(read)).flat();
    },
    async rest({ model, tenant }, waitMs) {
      await runScript(redis, REST, 1, keys.lineTenants(model), tenant, Math.ceil(waitMs));
    },
    async missing(model) {
      const queued = keys.index({ status: "queued", model });
      const names = [queued, keys.lineTenants(model), keys.parked(model)];
      return (await runScript(redis, MISSING, 3, ...names, keys.line(model, ""))) as number;
    },
    async enter(waiting) {
      const { id, tenant, request } = waiting;
      const places = placesOf(keys, { id, tenant, model: request.model });
      return (await runScript(redis, ENTER, 4, ...places, id, tenant, rankOf(waiting))) === 1;
    },
  };
}

/** The keys of a waiting generation: record, line, tenants of the line, parked ones. */
function placesOf(keys: Keys, { id, model, tenant }: InLine) {
  const line = keys.line(model, tenant);
  return [keys.generation(id), line, keys.lineTenants(model), keys.parked(model)] as const;
}

/** What `pick.lua` returns. */
type Verdict =
  | readonly ["picked", id: string, tenant: string]
  | readonly ["crowded" | "later", waitMs: number]
  | readonly ["tenants-full", waitMs: number | undefined]
  | readonly ["nobody", undefined];

/** The keys and arguments of `pick.lua`, in its order. */
function pickArguments(keys: Keys, { id, model, own }: Ticket, { lanes, expectedMs }: PickTerms) {
  const group = lanes[0]?.lane.model ?? model;
  const names = [
    keys.lineTenants(model),
    keys.parked(model),
    keys.picks(model),
    keys.shares(group),
    ...lanes.flatMap(({ lane }) => [keys.slots(lane), keys.lane(lane)]),
  ];
  const values = [
    id,
    own?.id ?? "",
    own?.tenant ?? "",
    own === null ? "" : rankOf(own),
    PICK_MS,
    Math.round(expectedMs),
    keys.generation(""),
    keys.line(model, ""),
    keys.tenant(""),
    keys.tenantSlots(""),
    ...lanes.flatMap(({ limits }) => [limits.maxInFlight, limits.raiseMs]),
  ];
  return { names, values };
}
