import { tierOfSize } from "../fields/video-size.ts";
import type { Parts } from "../checks/rules.ts";

/** What a request will be billed for, as far as the request itself shows. */
export interface Billing {
  /** The most seconds or images; null when nothing bounds them. */
  readonly mostUnits: (parts: Parts) => number | null;
  /** The price tier that the request selects. */
  readonly tier: (parts: Parts) => string | undefined;
}

/** The tier of the request's resolution or size, otherwise the model's default. */
function tierOf(standard: string | undefined): Billing["tier"] {
  return ({ parameters: { resolution, size } }) => {
    if (typeof resolution === "string") return resolution.replace(/P$/, "");
    return typeof size === "string" ? tierOfSize(size) : standard;
  };
}

/** A fixed number of seconds. */
export function clip(seconds: number, tier?: string): Billing {
  return { mostUnits: () => seconds, tier: tierOf(tier) };
}

/** The seconds of `parameters.duration`, 5 by default. */
export function clipOfDuration(tier?: string): Billing {
  return { mostUnits: durationOf, tier: tierOf(tier) };
}

function durationOf({ parameters: { duration } }: Parts): number {
  return positive(duration) ?? 5;
}

/** The seconds of `parameters.duration`, plus those of the input media. */
export function clipAfter(mostInput: (parts: Parts) => number, tier?: string): Billing {
  return {
    mostUnits: (parts) => durationOf(parts) + mostInput(parts),
    tier: tierOf(tier),
  };
}

/** Seconds that nothing in the request bounds. */
export function unbounded(tier?: string): Billing {
  return { mostUnits: () => null, tier: tierOf(tier) };
}

/** Images, with the number that the model makes by default. */
export function images(standard: number): Billing {
  return { mostUnits: (parts) => imagesOf(parts) ?? standard, tier: () => undefined };
}

/** By default, an interleaved story has five images and a sequence twelve. */
function imagesOf({ parameters }: Parts): number | undefined {
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
