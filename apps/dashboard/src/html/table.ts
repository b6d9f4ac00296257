import type { Html } from "./html.ts";
import { html } from "./html.ts";

/**
 * A table, or a sentence if it has no rows. On a narrow screen each row becomes a list of its cells
 * with their columns. The roles say that it is a table nevertheless.
 */
export function renderTable(
  columns: readonly string[],
  rows: readonly (readonly (string | Html)[])[],
  empty: string,
): Html {
  if (rows.length === 0) return html`<p class="quiet">${empty}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${columns.join(", ")}">
    <table role="table">
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map(
          (row) =>
            html`<tr role="row">
              ${row.map(
                (cell, index) =>
                  html`<td role="cell" data-column="${columns[index] ?? ""}">${cell}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
