import type { z } from "zod";

import type { Billing } from "./billing.ts";
import type { Price } from "./price.ts";
import type { MediaRules } from "../media/media-rules.ts";
import type { Problem } from "../checks/problem-text.ts";
import type { Confidence } from "./confidence.ts";
import type { Region } from "./region.ts";

/** What a model allows for the whole account, across all its API keys. */
export interface Limits {
  readonly submitsPerSecond: number;
  /** Tasks in flight. */
  readonly maxInFlight: number;
}

/** When to query a task. */
export interface Polling {
  /** The shortest time that a result takes. */
  readonly firstDelayMs: number;
}

/** Where the output of a succeeded task has its links. */
export type ResultShape =
  | "video_url"
  | "results.video_url"
  | "output_video_url"
  | "results[].url"
  | "results[].transcription_url"
  | "result.transcription_url"
  /** A 3D model and its preview, in `results`. */
  | "results.model_urls"
  | "url"
  | "choices[].message.content[].image";

/** What is known about a model under each of its names. */
export interface ModelFacts {
  /** Its names, and the regions that are known to offer it under each name. */
  readonly names: Readonly<Record<string, readonly Region[]>>;
  /** Whether the other regions are documented not to offer it, or nothing is known about them. */
  readonly elsewhere: "absent" | "unknown";
  /** Path of the create request, below the base URL. */
  readonly path: string;
  readonly limits: Limits;
  /** Limits of the regions that differ. */
  readonly limitsIn?: Readonly<Partial<Record<Region, Limits>>>;
  readonly polling: Polling;
  readonly result: ResultShape;
  /** How long the links of a result are valid, milliseconds; absent for a day or longer. */
  readonly linkLifeMs?: number;
  /** The key of the billed seconds, images or tokens in the usage figures of a succeeded task. */
  readonly usageKey: string;
  /** Null where it is not known. */
  readonly price: Price | null;
  readonly billing: Billing;
  readonly confidence: Confidence;
  /** The day from which the provider refuses it, `YYYY-MM-DD`, if that is announced. */
  readonly retiredOn?: string;
  /** The model to use instead of a retired one. */
  readonly replacedBy?: string;
}

/** A model under one of its names. */
export interface Model extends ModelFacts {
  readonly id: string;
  /** Whether it is documented or configured where create requests go, or `path` is a guess. */
  readonly isPathKnown: boolean;
  /** Its name in the create request. */
  readonly sentAs: string;
  /** Models of the same group share their limits. */
  readonly limitGroup: string;
  readonly media: MediaRules;
  /** The regions that are known to offer it under this name. */
  readonly regions: readonly Region[];
  /**
   * Strict, for `{model, input, parameters}`; without the rules between fields. `z.toJSONSchema`
   * accepts it.
   */
  readonly request: z.ZodType;
  /**
   * Everything wrong with the body of a create request: what the provider would reject, fail or
   * silently ignore. Never throws.
   */
  readonly problemsOf: (body: unknown) => readonly Problem[];
}
