import type { Parts } from "../checks/rules.ts";
import type { TierOf } from "./tier.ts";
import { resolutionTier } from "./tier.ts";

/** What a request is billed for. */
export interface Billing {
  /** The most seconds or images, as far as the request shows; null when nothing bounds them. */
  readonly mostUnits: (parts: Parts) => number | null;
  /** The tier of its price. */
  readonly tier: TierOf;
  /** The provider does not document the number without a field, and the most possible counts. */
  readonly isGuess?: boolean;
}

/** A fixed number of seconds. */
export function clip(seconds: number, tier: TierOf = resolutionTier()): Billing {
  return { mostUnits: () => seconds, tier };
}

/** The seconds of `parameters.duration`. */
export function clipOfDuration(tier: TierOf = resolutionTier(), standard = 5): Billing {
  return { mostUnits: (parts) => durationOf(parts, standard), tier };
}

/** The seconds of `parameters.duration`; without it, up to the longest duration is billed. */
export function clipUpTo(longest: number, tier: TierOf): Billing {
  return { ...clipOfDuration(tier, longest), isGuess: true };
}

function durationOf({ parameters: { duration } }: Parts, standard = 5): number {
  return positive(duration) ?? standard;
}

/** The seconds of `parameters.duration`, 5 by default, plus those of the input media. */
export function clipAfter(
  mostInput: (parts: Parts) => number,
  tier: TierOf = resolutionTier(),
): Billing {
  return { mostUnits: (parts) => durationOf(parts) + mostInput(parts), tier };
}

/** Seconds that nothing in the request bounds. */
export function unbounded(tier: TierOf = resolutionTier()): Billing {
  return { mostUnits: () => null, tier };
}

/** Images, with the number that the model makes by default. */
export function images(standard: number, tier: TierOf = () => undefined): Billing {
  return { mostUnits: (parts) => imagesOf(parts) ?? standard, tier };
}

/** By default, an interleaved story has five images, a sequence twelve, and a series four. */
function imagesOf({ parameters }: Parts): number | undefined {
  const {
    n,
    max_images: most,
    enable_interleave: isStory,
    enable_sequential: isSequence,
    result_type: result,
    series_amount: series,
  } = parameters;
  if (isStory === true) return positive(most) ?? 5;
  if (result === "series") return positive(series) ?? 4;
  return positive(n) ?? (isSequence === true ? 12 : undefined);
}

function positive(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;
}
