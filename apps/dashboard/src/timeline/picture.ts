import type { GenerationEvent } from "@dashqueue/queue/internal";

import { formatDuration } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import type { Translate } from "../texts/translate.ts";
import { statusText } from "../texts/words.ts";
import { durationMsOf, phasesOf } from "./phases.ts";
import type { Phase } from "./phases.ts";

/** Pixels. Only the horizontal places scale, so that the text has the same size everywhere. */
const ROW = 38;
const BAR = 14;
const BASELINE = 15;
const AXIS = 24;

/**
 * The history of a generation as a picture: when it was queued, submitted, and so on, and for how
 * long. Null if there is nothing to draw.
 *
 * @param now ends an open history; null if the generation has ended.
 */
export function renderPicture(
  events: readonly GenerationEvent[],
  now: number | null,
  t: Translate,
): Html | null {
  const phases = phasesOf(events, now);
  const spans = phases.flatMap(({ spans: own }) => own);
  if (spans.length === 0) return null;
  const from = Math.min(...spans.map((span) => span.from));
  const totalMs = Math.max(1, Math.max(...spans.map((span) => span.to)) - from);
  const height = phases.length * ROW + AXIS;
  const placeOf = (ms: number) => `${Number(((100 * ms) / totalMs).toFixed(3))}%`;
  return html`<svg
    class="timeline"
    role="img"
    aria-label="${phases.map((phase) => textOf(phase, t)).join(", ")}"
    width="100%"
    height="${height}"
  >
    ${phases.map((phase, row) => {
      const y = row * ROW;
      return html`<text x="0" y="${y + BASELINE}">${textOf(phase, t)}</text>
        <rect class="track" x="0" y="${y + 20}" width="100%" height="${BAR}" />
        ${phase.spans.map(
          (span) =>
            html`<rect
              class="bar ${phase.status}"
              x="${placeOf(span.from - from)}"
              y="${y + 20}"
              width="${placeOf(span.to - span.from)}"
              height="${BAR}"
            />`,
        )}`;
    })}
    <text class="quiet" x="0" y="${height - 6}">0</text>
    <text class="quiet" x="100%" y="${height - 6}" text-anchor="end">
      ${formatDuration(totalMs, t)}
    </text>
  </svg>`;
}

/** Such as `running task 2: 1 min so far`. */
function textOf(phase: Phase, t: Translate): string {
  const { status, task, spans, isOpen } = phase;
  const name = statusText(status, t);
  const subject = task === null ? name : t("{status} task {task}", { status: name, task });
  const time = formatDuration(durationMsOf(phase), t);
  const duration = isOpen ? t("{time} so far", { time }) : time;
  const text = t("{subject}: {duration}", { subject, duration });
  return spans.length > 1 ? t("{text} ({count} times)", { text, count: spans.length }) : text;
}
