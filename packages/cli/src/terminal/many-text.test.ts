import type { Batch, BatchQuote, BulkOperation } from "@dashqueue/client";
import { expect, it } from "vitest";

import { openCount } from "./count-progress.ts";
import { batchQuoteText, batchText, operationText, previewText } from "./many-text.ts";

const price = { estimate: [{ amount: "7.00", currency: "CNY" as const }], unpriced: 1 };
const none = { queued: 0, submitting: 0, uncertain: 0, running: 0, archiving: 0 };
const BATCH: Batch = {
  id: "batch_1",
  tenant: "films",
  status: "running",
  created_at: "2026-11-27T08:00:00.000Z",
  count: 3,
  ended: 2,
  statuses: { ...none, running: 1, succeeded: 1, failed: 1, canceled: 0, gone: 0 },
  ...price,
  cost: [
    { state: "settled", amount: "3.50", currency: "CNY", generations: 1 },
    { state: "held", amount: null, currency: null, generations: 1 },
  ],
};
const OPERATION: BulkOperation = {
  id: "bulk_1",
  tenant: "films",
  action: "regenerate",
  filter: {},
  status: "running",
  created_at: "2026-11-27T08:00:00.000Z",
  finished_at: null,
  count: 3,
  done: 1,
  skipped: 0,
  failed: 1,
  failures: [{ id: "gen_1", message: "model is retired" }],
  ...price,
  waiting: { reason: "max_queued", until: "2026-11-27T08:00:10.000Z" },
};

it("says how far a batch is, and what it costs", () => {
  expect(batchText(BATCH)).toBe(
    [
      "batch       batch_1",
      "status      running, 2 of 3 have ended",
      "now         1 running, 1 succeeded, 1 failed",
      "estimate    at most 7.00 CNY and the unknown price of 1",
      "cost        3.50 CNY settled, 1 unknown",
    ].join("\n"),
  );
  expect(batchText({ ...BATCH, cost: [], estimate: [], unpriced: 0 })).toMatch(
    /estimate +nothing\ncost +nothing yet$/,
  );
});

it("says what a batch would cost, and what would be left out", () => {
  const quote: BatchQuote = { dry_run: true, count: 3, ...price, ignored: [], refused: null };
  expect(batchQuoteText(quote)).toMatch(/^submits +3\ncost +at most 7\.00 CNY and/);
  const ignored = [{ line: 2, fields: ["parameters.x"] }];
  const refused = { reason: "max_queued", limit: 2, resets_in_seconds: null } as const;
  expect(batchQuoteText({ ...quote, refused })).toMatch(/refused +max_queued of 2$/);
  expect(batchQuoteText({ ...quote, ignored })).toMatch(/LEFT OUT\n2 +parameters\.x$/);
});

it("says how far a bulk operation is, and what failed", () => {
  const text = operationText(OPERATION);
  expect(text).toContain("done        1 of 3, 0 skipped, 1 failed");
  expect(text).toContain("waits for   max_queued, until 2026-11-27T08:00:10.000Z");
  expect(text).toMatch(/gen_1 +model is retired$/);
  const done: BulkOperation = { ...OPERATION, action: "cancel", failures: [], waiting: null };
  expect(operationText(done)).not.toContain("cost");
});

it("says what a bulk operation would do", () => {
  const confirm = { as_of: "2026-11-27T08:00:00.000Z", count: 3, ...price };
  const preview = { dry_run: true, action: "regenerate", count: 3, ...price, confirm } as const;
  expect(previewText(preview)).toMatch(/matches +3\ncost +at most 7\.00 CNY/);
});

it("writes a line for each new number where lines are not rewritten", async () => {
  const lines: string[] = [];
  const terminal = { isInteractive: false, err: (text: string) => void lines.push(text) };
  const { show, close } = await openCount(terminal, "batch_1", 2);
  for (const count of [0, 1, 1, 2]) show(count);
  close();
  expect(lines).toEqual(["batch_1 0 of 2\n", "batch_1 1 of 2\n", "batch_1 2 of 2\n"]);
});
