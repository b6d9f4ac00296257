import type { FailureKind, LaneState } from "@dashqueue/queue/internal";

import { formatDuration, formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderTable } from "../html/table.ts";
import { kindText } from "../texts/codes.ts";
import type { Translate } from "../texts/translate.ts";
import type { ModelState } from "./read-models.ts";
import type { Overview } from "./read-overview.ts";

/** The slots that are taken, and what waits for them. */
export function modelsSection(overview: Overview, now: number, t: Translate): Html {
  return html`<section>
    <h2>${t("Models")}</h2>
    ${renderTable(
      [t("Model"), t("Slots taken"), t("Waiting"), t("Oldest"), t("Line clears"), t("State")],
      overview.models.map((state) => [
        html`<a href="/generations?model=${encodeURIComponent(state.model)}">${state.model}</a>
          ${state.group === state.model ? null : html`<div class="quiet">${t("shares the slots of {group}", { group: state.group })}</div>`}`,
        html`${state.lanes.map((lane) => laneUse(lane, state.lanes.length > 1, t))}`,
        state.waiting === 0
          ? ""
          : html`<a href="/generations?status=queued&amp;model=${encodeURIComponent(state.model)}"
              >${state.waiting}</a
            >`,
        state.oldestAt === null ? "" : formatDuration(now - state.oldestAt, t),
        etaText(state, stopOf(state, overview), t),
        stateText(state, stopOf(state, overview), t),
      ]),
      t("Nothing waits, and nothing is in flight."),
    )}
  </section>`;
}

/** More are only counted. */
const MOST_DRAWN = 20;

function laneUse(
  { account, inFlight, maxInFlight }: LaneState,
  isNamed: boolean,
  t: Translate,
): Html {
  const drawn = Math.max(inFlight, maxInFlight) > MOST_DRAWN ? 0 : Math.max(inFlight, maxInFlight);
  const slots = Array.from({ length: drawn }, (_, slot) =>
    slot < inFlight ? html`<i class="taken"></i>` : html`<i></i>`,
  );
  return html`<div class="fixed">
    <span class="slots" aria-hidden="true">${slots}</span>${t("{count} of {limit}", {
      count: inFlight,
      limit: maxInFlight,
    })}
    ${isNamed ? html`<span class="quiet">${account}</span>` : null}
  </div>`;
}

function etaText(
  { waiting, eta }: ModelState,
  stop: FailureKind | undefined,
  t: Translate,
): string {
  if (waiting === 0) return "";
  if (eta === null || stop !== undefined) return t("unknown");
  return t("in about {time}", { time: formatDuration(eta.p50 * 1_000, t) });
}

/** What keeps every create request to the accounts of a model from leaving. */
function stopOf({ lanes }: ModelState, { blocks, accounts }: Overview): FailureKind | undefined {
  const ofAll = blocks.find(({ account }) => account === null);
  if (ofAll !== undefined) return ofAll.kind;
  const stops = lanes.map(({ account }) => {
    const block = blocks.find((one) => one.account === account);
    return block?.kind ?? accounts.find(({ name }) => name === account)?.pause?.kind;
  });
  return stops.includes(undefined) ? undefined : stops[0];
}

function stateText(state: ModelState, stop: FailureKind | undefined, t: Translate): Html | string {
  const { pausedBy, failure, closed, hasWorker } = state;
  const own = failure?.kind ?? (closed === null ? undefined : "unchecked");
  const held = own === "unchecked" ? (stop ?? own) : (own ?? stop);
  const problem = pausedBy === null ? held && kindText(held, "", t) : t("paused");
  if (problem === undefined && !hasWorker)
    return html`<span class="status failed">${t("no worker")}</span>`;
  if (problem !== undefined && pausedBy === null && held === "unchecked" && closed?.until)
    return toCome(problem, closed.until, t);
  return problem === undefined ? t("good") : html`<span class="status failed">${problem}</span>`;
}

/** What ends by itself at a known time is no problem. */
function toCome(text: string, at: number, t: Translate): Html {
  const time = t("compared at {time} at the earliest", { time: formatTime(at) });
  return html`${text}
    <div class="quiet">${time}</div>`;
}
