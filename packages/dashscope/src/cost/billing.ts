import { tierOfSize } from "../fields/size.ts";
import type { Parts } from "../request/rules.ts";

/** What a request will be billed for, as far as it can be known before it is sent. */
export interface Billing {
  /** The most seconds or images; null where nothing bounds them. */
  readonly mostUnits: (parts: Parts) => number | null;
  /** The tier of the price that the request asks for. */
  readonly tier: (parts: Parts) => string | undefined;
}

/** By what the request says: its resolution, the size of its result, or else the model's own default. */
function tierAsked(standard: string | undefined): Billing["tier"] {
  return ({ parameters: { resolution, size } }) => {
    if (typeof resolution === "string") return resolution.replace(/P$/, "");
    return typeof size === "string" ? tierOfSize(size) : standard;
  };
}

/** Seconds that the model fixes. */
export function clip(seconds: number, tier?: string): Billing {
  return { mostUnits: () => seconds, tier: tierAsked(tier) };
}

/** Seconds that the request may name, 5 otherwise. */
export function clipOfDuration(tier?: string): Billing {
  return { mostUnits: secondsAsked, tier: tierAsked(tier) };
}

function secondsAsked({ parameters: { duration } }: Parts): number {
  return positive(duration) ?? 5;
}

/** Seconds that the request may name, besides those of the media that go in. */
export function clipAfter(mostInput: (parts: Parts) => number, tier?: string): Billing {
  return {
    mostUnits: (parts) => secondsAsked(parts) + mostInput(parts),
    tier: tierAsked(tier),
  };
}

/** Seconds that nothing in the request bounds. */
export function unbounded(tier?: string): Billing {
  return { mostUnits: () => null, tier: tierAsked(tier) };
}

/** Images; as many as the model makes when it is not told. */
export function images(standard: number): Billing {
  return { mostUnits: (parts) => imagesAsked(parts) ?? standard, tier: () => undefined };
}

/** Five in a story of texts and images, twelve in a sequence, unless the request says how many. */
function imagesAsked({ parameters }: Parts): number | undefined {
  const {
    n,
    max_images: most,
    enable_interleave: isStory,
    enable_sequential: isSequence,
  } = parameters;
  if (isStory === true) return positive(most) ?? 5;
  return positive(n) ?? (isSequence === true ? 12 : undefined);
}

function positive(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;
}
