import type { z } from "zod";

import type { MediaRules } from "../media/media-rules.ts";
import type { Problem } from "../request/problem-text.ts";
import type { Region } from "../client/region.ts";
import type { RequestShape } from "../request/request-shape.ts";
import type { Billing } from "../cost/billing.ts";
import type { Price } from "../cost/price.ts";

/** What a model allows for the whole account, whoever asks. */
export interface Limits {
  readonly submitsPerSecond: number;
  /** Tasks in flight. */
  readonly maxInFlight: number;
}

/** When to ask about a task: how long a result takes at the least, and how often it is worth asking then. */
export interface Polling {
  readonly firstDelayMs: number;
  readonly intervalMs: number;
}

/** Where a result is in a task that succeeded. */
export type ResultShape =
  | "video_url"
  | "results.video_url"
  | "results[].url"
  | "choices[].message.content[].image";

/** Where a task that succeeded says what it is billed for. Numbers come as integers, floats or text. */
export interface UsageShape {
  /** The key of the billed seconds or images. */
  readonly units: string;
  /** The key that says which tier of the price; null where the price or the usage has none. */
  readonly tier: string | null;
}

/** How sure the facts are: the provider's own documentation, somebody who quotes or measured it, or a conclusion. */
export type Confidence = "docs" | "third-party" | "inferred";

/** One model, whatever it is called in which region. */
export interface Entry {
  /** Its names, and which regions are known to have it under them. */
  readonly names: Readonly<Record<string, readonly Region[]>>;
  /** Whether the other regions are documented not to have it, or nothing is said of them. */
  readonly elsewhere: "absent" | "unknown";
  /** Of the create, below the base URL. */
  readonly path: string;
  readonly limits: Limits;
  /** Where a region allows something else. */
  readonly limitsIn?: Readonly<Partial<Record<Region, Limits>>>;
  /** Models with the same group share their limits; without one, only the names of one model do. */
  readonly limitGroup?: string;
  readonly polling: Polling;
  readonly result: ResultShape;
  readonly usage: UsageShape;
  /** Null where it is not known. */
  readonly price: Price | null;
  readonly billing: Billing;
  /** What the files of its requests must be; without it, no more than what their fields say. */
  readonly media?: MediaRules;
  readonly confidence: Confidence;
  readonly shape: RequestShape;
}

/** A model under one of its names. */
export interface Model extends Omit<Entry, "shape"> {
  readonly id: string;
  /** The model of a create as the provider gets it. */
  readonly sentAs: string;
  readonly limitGroup: string;
  readonly media: MediaRules;
  /** Those that are known to have it under this name. */
  readonly regions: readonly Region[];
  /** Strict, for `{model, input, parameters}`; without the rules between fields. `z.toJSONSchema` takes it. */
  readonly request: z.ZodType;
  /** All that is wrong with a create body: what the provider would refuse, fail or cut silently. Total. */
  readonly problemsOf: (body: unknown) => readonly Problem[];
}
