import { writeFileSync } from "node:fs";
import path from "node:path";

import { readOptions } from "@dashqueue/service/command-line";

import type { Panel } from "./plot.ts";
import { plot } from "./plot.ts";
import { BURST, LIMITED, WEIGHTS } from "./scenarios.ts";
import type { Simulation } from "./simulate.ts";
import { simulate } from "./simulate.ts";

/** Draws `docs/fair-shares.svg`. */
const FILE = path.resolve(import.meta.dirname, "../../docs/fair-shares.svg");

readOptions({
  usage: "npm run bench:fairness",
  about: "Simulates fair shares, and draws docs/fair-shares.svg.",
  options: {},
});

function panelOf(title: string, simulation: Simulation): Panel {
  const { tenants, slots, untilMs } = simulation;
  const names = tenants.map(({ name }) => name);
  return { title, tenants: names, slots, untilMs, tasks: simulate(simulation) };
}

writeFileSync(
  FILE,
  plot([
    panelOf("Slots by weight: films 3, shop 1, which has nothing to do in between", WEIGHTS),
    panelOf("A burst of 10,000, and a tenant that submits every five minutes", BURST),
    panelOf("A tenant with a weight of 9 and a limit of one slot", LIMITED),
  ]),
);
