import type { Fault, Simulator } from "@dashqueue/simulator";

import { pick } from "./random.ts";

/** Longer than a create waits in a chaos run. */
const TOO_LATE_MS = 4_000;

const LOST_ANSWERS: readonly Fault["do"][] = [
  { kind: "accept-then-drop" },
  { kind: "accept-then-status", status: 500, body: { code: "InternalError", message: "lost" } },
  { kind: "accept-then-status", status: 502, body: "<html>Bad Gateway</html>" },
  { kind: "accept-then-delay", ms: TOO_LATE_MS },
  { kind: "drop" },
];

/** The sign by which the simulator knows a generation's request. */
export function promptOf(number: number): string {
  return `chaos film number ${number}.`;
}

/** Scripts what will go wrong with each generation's own requests; answers how many answers will be lost. */
export function scriptFaults(
  simulator: Simulator,
  options: { readonly generations: number; readonly lostAnswers: number },
  random: () => number,
): number {
  let lost = 0;
  for (let number = 1; number <= options.generations; number += 1) {
    if (random() >= options.lostAnswers) continue;
    lost += 1;
    simulator.script({
      on: "create",
      match: { bodyIncludes: promptOf(number) },
      do: pick(LOST_ANSWERS, random),
    });
  }
  const busy = {
    status: 429,
    code: "Throttling.RateQuota",
    message: "Requests rate limit exceeded, please try again later.",
  };
  const storms = Math.ceil(options.generations / 100);
  simulator.script({
    on: "create",
    times: storms,
    match: { bodyIncludes: "chaos film number 2" },
    do: { kind: "status", ...busy },
  });
  simulator.script({ on: "get", times: storms * 2, do: { kind: "status", ...busy } });
  simulator.script({ on: "get", times: storms, do: { kind: "drop" } });
  simulator.script({ on: "download", times: storms, do: { kind: "cut-download", afterBytes: 1_000 } });
  return lost;
}
