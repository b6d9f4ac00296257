import { html } from "../html/html.ts";
import type { Html } from "../html/html.ts";
import type { Text, Translate } from "../texts/translate.ts";
import type { Row } from "./rows.ts";

const PARTS = [
  ["settled", "settled"],
  ["held", "held"],
  ["atRisk", "at risk"],
] as const satisfies readonly (readonly [keyof Row, Text])[];

/** A part of a bar, from the end of the part before it. */
export interface Segment {
  /** A class of the style. */
  readonly part: (typeof PARTS)[number][0];
  readonly from: number;
  readonly to: number;
}

/** The parts of a total that are not zero. */
export function segmentsOf(row: Row): readonly Segment[] {
  let from = 0;
  return PARTS.flatMap(([part]) => {
    const segment = { part, from, to: from + Number(row[part]) };
    from = segment.to;
    return segment.to > segment.from ? [segment] : [];
  });
}

/** What a reader sees who points at a bar: `2026-11-22: 12.00 CNY (settled 10.00, held 2.00)`. */
export function barTitle(row: Row, t: Translate): string {
  const parts = PARTS.filter(([part]) => Number(row[part]) > 0);
  const amounts = parts.map(([part, name]) => `${t(name)} ${row[part]}`).join(", ");
  const amount = `${row.total} ${row.currency}`;
  return t("{name}: {amount} ({parts})", { name: row.name, amount, parts: amounts });
}

/** Says which color is which part. */
export function renderLegend(t: Translate): Html {
  return html`<ul class="legend">
    ${PARTS.map(([part, name]) => html`<li class="${part}">${t(name)}</li>`)}
  </ul>`;
}
