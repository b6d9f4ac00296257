import { sumOf } from "@dashqueue/queue/internal";
import { scaleBand, scaleLinear } from "d3-scale";

import { shorten } from "../html/format.ts";
import { html } from "../html/html.ts";
import type { Html } from "../html/html.ts";
import type { Translate } from "../texts/translate.ts";
import type { Row } from "./rows.ts";
import { barTitle, segmentsOf } from "./segments.ts";

/** Pixels. Horizontal places are percentages, so that text has the same size on every screen. */
const COLUMN_HEIGHT = 160;
const ROW = 38;
const BAR = 14;
const BASELINE = 15;
const TICKS = 4;
const DAYS_PER_LABEL = 7;
const MOST_BARS = 10;
const LONGEST_NAME = 36;

/**
 * Stacked columns in one currency.
 *
 * @param days all of them, the oldest first
 */
export function renderColumns(rows: readonly Row[], days: readonly string[], t: Translate): Html {
  const x = scaleBand(days, [0, 100]).padding(0.2);
  const y = scaleLinear([0, highestOf(rows)], [COLUMN_HEIGHT, 0]).nice(TICKS);
  const middleOf = (day: string) => (x(day) ?? 0) + x.bandwidth() / 2;
  const labeled = days.filter((_, index) => (days.length - 1 - index) % DAYS_PER_LABEL === 0);
  const highest = rows.toSorted((one, other) => Number(other.total) - Number(one.total))[0];
  const summary = t("Most on {day}: {amount}. In all: {total}.", {
    day: highest?.name ?? "",
    amount: highest?.total ?? "",
    total: totalOf(rows),
  });
  return html`<svg
    class="chart columns"
    role="img"
    aria-label="${summary}"
    width="100%"
    height="${COLUMN_HEIGHT + 34}"
  >
    <g transform="translate(0 10)">
      ${y
        .ticks(TICKS)
        .map(
          (tick) =>
            html`<line class="grid" x2="100%" y1="${y(tick)}" y2="${y(tick)}" />
              <text class="quiet" x="-8" y="${y(tick) + 4}" text-anchor="end">
                ${y.tickFormat(TICKS)(tick)}
              </text>`,
        )}
      ${rows.map(
        (row) =>
          html`<g>
            <title>${barTitle(row, t)}</title>
            ${segmentsOf(row).map(
              ({ part, from, to }) =>
                html`<rect
                  class="${part}"
                  x="${percent(x(row.name) ?? 0)}"
                  y="${rounded(y(to))}"
                  width="${percent(x.bandwidth())}"
                  height="${rounded(y(from) - y(to))}"
                />`,
            )}
          </g>`,
      )}
      ${labeled.map(
        (day) =>
          html`<text
            class="quiet"
            x="${percent(middleOf(day))}"
            y="${COLUMN_HEIGHT + 18}"
            text-anchor="middle"
          >
            ${day.slice(5)}
          </text>`,
      )}
    </g>
  </svg>`;
}

/** Stacked bars in one currency, the highest first. */
export function renderBars(rows: readonly Row[], t: Translate): Html {
  const shown = rows.slice(0, MOST_BARS);
  const x = scaleLinear([0, highestOf(shown)], [0, 100]);
  const hidden = rows.length - shown.length;
  return html`<svg
      class="chart"
      role="img"
      aria-label="${shown.map(({ name, total }) => t("{name}: {amount}", { name, amount: total })).join(", ")}"
      width="100%"
      height="${shown.length * ROW}"
    >
      ${shown.map((row, index) => {
        const top = index * ROW;
        return html`<g>
          <title>${barTitle(row, t)}</title>
          <text y="${top + BASELINE}"
            >${t("{name}: {amount}", { name: shorten(row.name, LONGEST_NAME), amount: row.total })}</text
          >
          ${segmentsOf(row).map(
            ({ part, from, to }) =>
              html`<rect
                class="${part}"
                x="${percent(x(from))}"
                y="${top + 20}"
                width="${percent(x(to) - x(from))}"
                height="${BAR}"
              />`,
          )}
        </g>`;
      })}
    </svg>
    ${hidden === 0 ? null : html`<p class="quiet">${t("The table below has {count} more.", { count: hidden })}</p>`}`;
}

function highestOf(rows: readonly Row[]): number {
  // A scale needs a length, even if everything cost nothing.
  return Math.max(...rows.map(({ total }) => Number(total))) || 1;
}

function totalOf(rows: readonly Row[]): string {
  return `${sumOf(rows.map(({ total }) => total))} ${rows[0]?.currency}`;
}

function percent(value: number): string {
  return `${rounded(value)}%`;
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
