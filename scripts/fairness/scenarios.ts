import type { Simulation } from "./simulate.ts";

const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

const atOnce = (count: number, at = 0) => Array.from({ length: count }, () => at);

/** Durations with a median of a minute, spread as those of video models. The same in each run. */
function lognormal(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return (state + 1) / (2 ** 31 + 1);
  };
  return () => {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    return MINUTE_MS * Math.exp(0.3 * normal);
  };
}

/** Two tenants with weights of 3 and 1; for an hour in the middle, only one of them waits. */
export const WEIGHTS: Simulation = {
  tenants: [
    { name: "films", weight: 3, maxInFlight: Infinity, arrivals: atOnce(10_000) },
    {
      name: "shop",
      weight: 1,
      maxInFlight: Infinity,
      arrivals: [...atOnce(70), ...atOnce(10_000, 2 * HOUR_MS)],
    },
  ],
  slots: 5,
  durationMs: lognormal(1),
  expectedMs: 2 * MINUTE_MS,
  untilMs: 3 * HOUR_MS,
};

/** A burst of 10,000 generations, and a tenant that submits one every five minutes. */
export const BURST: Simulation = {
  tenants: [
    { name: "burst", weight: 1, maxInFlight: Infinity, arrivals: atOnce(10_000) },
    {
      name: "trickle",
      weight: 1,
      maxInFlight: Infinity,
      arrivals: Array.from({ length: 40 }, (_, index) => (5 * index + 2.5) * MINUTE_MS),
    },
  ],
  slots: 2,
  durationMs: lognormal(2),
  expectedMs: MINUTE_MS,
  untilMs: 3 * HOUR_MS,
};

/** A tenant with a limit of its own; for a while, nobody else waits. */
export const LIMITED: Simulation = {
  tenants: [
    { name: "limited", weight: 9, maxInFlight: 1, arrivals: atOnce(10_000) },
    { name: "other", weight: 1, maxInFlight: Infinity, arrivals: atOnce(10_000) },
  ],
  slots: 5,
  durationMs: lognormal(3),
  expectedMs: MINUTE_MS,
  untilMs: 2 * HOUR_MS,
};
