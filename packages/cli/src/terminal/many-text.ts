import type { Batch, BatchQuote, BulkOperation, BulkPreview } from "@dashqueue/client";

import type { Price } from "./price-text.ts";
import { priceText } from "./price-text.ts";
import { tableText } from "./table.ts";

/** How far a batch is, and what it costs. */
export function batchText(batch: Batch): string {
  const { id, status, count, ended, statuses, cost } = batch;
  const counts = Object.entries(statuses).filter(([, number]) => number > 0);
  const spent = cost.map(({ state, amount, currency, generations }) =>
    amount === null ? `${generations} unknown` : `${amount} ${currency} ${state}`,
  );
  return rowsText([
    ["batch", id],
    ["status", `${status}, ${ended} of ${count} have ended`],
    ["now", counts.map(([name, number]) => `${number} ${name}`).join(", ")],
    ["estimate", priceText(batch)],
    ["cost", spent.length === 0 ? "nothing yet" : spent.join(", ")],
  ]);
}

export function batchQuoteText(quote: BatchQuote): string {
  const ignored = quote.ignored.map(({ line, fields }) => [String(line), fields.join(", ")]);
  const table = ignored.length === 0 ? "" : `\n\n${tableText(["LINE", "LEFT OUT"], ignored)}`;
  const rows = rowsText([
    ["submits", String(quote.count)],
    ["cost", priceText(quote)],
    ...(quote.refused === null ? [] : [["refused", refusedText(quote.refused)] as const]),
  ]);
  return rows + table;
}

function refusedText({ reason, limit }: NonNullable<BatchQuote["refused"]>): string {
  return limit === null ? reason : `${reason} of ${limit}`;
}

/** What a bulk operation would do. */
export function previewText(preview: BulkPreview): string {
  return rowsText([
    ["action", preview.action],
    ["matches", String(preview.count)],
    ...costRow(preview),
  ]);
}

/** How far a bulk operation is. */
export function operationText(operation: BulkOperation): string {
  const { id, action, status, count, done, skipped, failed, failures, waiting } = operation;
  const rows = rowsText([
    ["operation", id],
    ["action", action],
    ["status", status],
    ["done", `${done} of ${count}, ${skipped} skipped, ${failed} failed`],
    ...costRow(operation),
    ...(waiting === null
      ? []
      : [["waits for", `${waiting.reason}, until ${waiting.until}`] as const]),
  ]);
  if (failures.length === 0) return rows;
  const reasons = failures.map(({ id, message }) => [id, message]);
  return `${rows}\n\n${tableText(["FAILED", "BECAUSE"], reasons)}`;
}

function costRow(
  priced: Price & { readonly action: string },
): readonly (readonly [string, string])[] {
  return priced.action === "regenerate" ? [["cost", priceText(priced)]] : [];
}

function rowsText(rows: readonly (readonly [name: string, value: string])[]): string {
  return rows.map(([name, value]) => `${name.padEnd(10)}  ${value}`).join("\n");
}
