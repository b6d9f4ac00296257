import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";

/** A name and a value in a list; nothing for an unknown value. */
export function fact(name: string, value: string | Html | null | undefined): Html | null {
  return value === null || value === undefined
    ? null
    : html`<dt>${name}</dt>
        <dd>${value}</dd>`;
}
