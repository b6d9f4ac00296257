import type { Quote } from "@dashqueue/client";
import { expect, it } from "vitest";

import { quoteText } from "./quote-text.ts";

const basis = {
  units: 5,
  unit: "second",
  per_unit: { amount: "0.70", currency: "CNY" },
  tier: null,
  region: "cn-beijing",
  as_of: "2026-11-01",
} as const;
const limits = {
  lanes: [],
  tenant: {
    max_in_flight: null,
    in_flight: 0,
    max_queued: null,
    queued: 0,
    submits_per_minute: null,
    submitted: 0,
  },
  spending: { daily: null, monthly: null },
};
const QUOTE: Quote = {
  dry_run: true,
  model: "wan2.6-t2v",
  estimate: { amount: "3.50", currency: "CNY", basis },
  ignored: [],
  refused: null,
  waiting: null,
  limits,
  queue: { position: 3, eta_seconds: { p50: 41.2, p90: 80 } },
};

it("says what it costs and how long it waits, or that this is unknown", () => {
  expect(quoteText(QUOTE)).toBe(
    "model    wan2.6-t2v\ncost     at most 3.50 CNY\nplace    3\nwait     about 41 s, rarely over 80 s",
  );
  const refused = { reason: "max_queued", limit: 5, resets_in_seconds: null } as const;
  const queue = { position: 1, eta_seconds: null };
  const help = "/docs/operations/errors#tenant_limit";
  const waiting = { reason: "tenant_limit", message: "no room", next_try: null, help } as const;
  expect(quoteText({ ...QUOTE, waiting: { ...waiting, advice: "Wait." } })).toContain(
    "\nwaits    no room. Wait.",
  );
  const unknown = { ...QUOTE, estimate: null, ignored: ["parameters.x"], refused, queue };
  expect(quoteText(unknown)).toMatch(
    /cost     unknown\nplace    1\nwait     unknown\nignored  parameters\.x\nrefused  max_queued$/,
  );
});
