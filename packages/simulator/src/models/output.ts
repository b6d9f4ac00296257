import type { CreateBody } from "../checks/create-body.ts";
import { textAt, valueAt } from "../checks/create-body.ts";
import { tierOfSize } from "./frame-sizes.ts";
import type { Model, Output } from "./model.ts";

const NO_OUTPUT: Output = {
  seconds: 0,
  inputSeconds: 0,
  parts: 0,
  tokens: 0,
  size: null,
  tier: null,
  rate: null,
};

/** A video of the requested length, its tier given by `parameters.resolution`. */
export function byResolution(
  defaultTier: number,
  seconds: Model["output"] | number = 5,
): Model["output"] {
  return (body, inputSeconds) => {
    const requested = textAt(body, "parameters.resolution")?.replace(/P$/, "");
    const output =
      typeof seconds === "number"
        ? clip(requestedSeconds(body, seconds))
        : seconds(body, inputSeconds);
    return { ...output, tier: requested ?? String(defaultTier) };
  };
}

/** A video of the requested length, its tier given by `parameters.size`. */
export function bySize(defaultSize: string): Model["output"] {
  return (body) => {
    const size = textAt(body, "parameters.size") ?? defaultSize;
    return {
      ...clip(requestedSeconds(body, 5)),
      size,
      tier: String(tierOfSize(size) ?? ""),
    };
  };
}

/** A video, and the seconds of input that are billed with it. */
export function clip(seconds: number, inputSeconds = 0): Output {
  return { ...NO_OUTPUT, seconds, inputSeconds };
}

export function images(count: number, size: string | null = null): Output {
  return { ...NO_OUTPUT, parts: count, size };
}

/** Files of this length each, which are transcribed. */
export function transcripts(count: number, seconds: number): Output {
  return { ...NO_OUTPUT, parts: count, seconds };
}

export function embeddings(tokens: number): Output {
  return { ...NO_OUTPUT, tokens };
}

/** An output whose price depends on the audio as well: its rate is `720 silent` or `720 audio`. */
export function withSoundRate(
  output: Model["output"],
  isAudible: (body: CreateBody) => boolean,
): Model["output"] {
  return (body, inputSeconds) => {
    const made = output(body, inputSeconds);
    return { ...made, rate: `${made.tier} ${isAudible(body) ? "audio" : "silent"}` };
  };
}

/** `parameters.duration` where it is a length, else the default. */
export function requestedSeconds(body: CreateBody, defaultSeconds: number): number {
  const duration = valueAt(body, "parameters.duration");
  return typeof duration === "number" && duration > 0 ? duration : defaultSeconds;
}
