import { stringify } from "csv-stringify/sync";

import type { CostRow, Dimension } from "./cost-groups.ts";

const SUMS = ["state", "currency", "amount", "generations"] as const;

/**
 * The rows as CSV (RFC 4180) with a header. A text that a spreadsheet would take for a formula gets
 * an apostrophe before it: callers choose metadata.
 */
export function costsCsv(rows: readonly CostRow[], dimensions: readonly Dimension[]): string {
  return stringify([...rows], {
    header: true,
    // Not by the names of the columns, which may contain dots.
    columns: [...dimensions, ...SUMS].map((name) => ({ key: name, header: name })),
    escape_formulas: true,
    record_delimiter: "windows",
    // By itself, the library quotes a line break only if it is the delimiter of the records.
    quoted_match: /[\r\n]/,
  });
}
