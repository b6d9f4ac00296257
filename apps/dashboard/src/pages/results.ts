import { chargeOf, failureHelp, isTerminal, lostResultOf, viewOf } from "@dashqueue/queue/internal";
import type { Generation, GenerationView } from "@dashqueue/queue/internal";
import { mediaKindOf } from "@dashqueue/service";

import type { Presence } from "../files/presence.ts";
import { formatBytes, formatTime, shorten } from "../html/format.ts";
import { html } from "../html/html.ts";
import type { Html } from "../html/html.ts";
import { filePath, posterPath } from "../paths.ts";
import type { Text, Translate } from "../texts/translate.ts";
import { helpIn } from "../texts/words.ts";

/** The files of a generation, shown, played or offered for download; null if there are none. */
export function renderResults(
  generation: Generation,
  presences: ReadonlyMap<string, Presence>,
  t: Translate,
): Html | null {
  const { output } = viewOf(generation);
  if (output === null) return null;
  const cards = output.files.map((file, index) => {
    const path = filePath(generation.id, file.name);
    const presence = presences.get(file.name) ?? "unknown";
    const place = output.files.length === 1 ? t("Result") : t("Result {n}", { n: index + 1 });
    const shown: ShownFile = { ...file, path, presence, title: titleOf(place, generation) };
    return renderFile(shown, isTerminal(generation.status), t);
  });
  return html`<section>
    <h2>${t("Results")}</h2>
    <ul class="results">
      ${cards}
    </ul>
    ${renderAbsent(output, t)}
  </section>`;
}

type OutputFile = NonNullable<GenerationView["output"]>["files"][number];

interface ShownFile extends OutputFile {
  /** Where this dashboard serves it. */
  readonly path: string;
  readonly presence: Presence;
  /** Says what it shows, for readers who do not see it. */
  readonly title: string;
}

const LONGEST_TITLE = 160;

function titleOf(place: string, { request }: Generation): string {
  const { prompt } = request.input;
  if (typeof prompt !== "string" || prompt.trim() === "") return place;
  return shorten(`${place}: ${prompt}`, LONGEST_TITLE);
}

/** @param plays a player needs a page that does not reload. */
function renderFile(file: ShownFile, plays: boolean, t: Translate): Html {
  const { name, bytes, sha256, content_type: type, url, path, presence } = file;
  const problem = PROBLEMS[presence];
  const download =
    presence === "missing"
      ? html`<strong>${name}</strong>`
      : html`<a href="${path}" download="${name}">${t("Download {name}", { name })}</a>`;
  return html`<li>
    ${presence === "missing" ? null : renderPreview(file, plays)}
    <p>${download}<br /><span class="quiet">${formatBytes(bytes)} · ${type}</span></p>
    ${problem === null ? null : html`<p class="problem">${t(problem)}</p>`}
    ${copyable("SHA-256", name, sha256, t)} ${copyable("API", name, `GET ${url}`, t)}
  </li>`;
}

/** A value that is cut to one line, and selected and copied as a whole. */
function copyable(label: string, name: string, value: string, t: Translate): Html {
  return html`<label class="copyable"
    ><span class="quiet">${label}</span>
    <input readonly value="${value}" aria-label="${t("{label} of {name}", { label, name })}"
  /></label>`;
}

const PROBLEMS = {
  present: null,
  missing:
    "The archive no longer has this file as it was stored. Restore it from a backup of the archive.",
  unknown: "The archive does not respond. Reload the page to try again.",
} as const satisfies Record<Presence, Text | null>;

function renderPreview({ name, path, content_type: type, title }: ShownFile, plays: boolean): Html {
  const kind = mediaKindOf(type);
  if (kind === "image")
    return html`<a href="${path}"><img src="${path}" alt="${title}" loading="lazy" /></a>`;
  if (kind === "video" && plays)
    return html`<video
      src="${posterPath(path)}"
      controls
      playsinline
      preload="metadata"
      aria-label="${title}"
    ></video>`;
  if (kind === "audio" && plays)
    return html`<audio src="${path}" controls preload="metadata" aria-label="${title}"></audio>`;
  return html`<div class="format" aria-hidden="true">${formatName(name)}</div>`;
}

/** The end of a file name, such as `GLB`. */
function formatName(name: string): string {
  return (/\.([^.]+(?:\.gz)?)$/.exec(name)?.[1] ?? "file").toUpperCase();
}

/** The results that are not in the archive. */
function renderAbsent(
  { failed, missing }: NonNullable<GenerationView["output"]>,
  t: Translate,
): Html | null {
  if (failed.length === 0 && missing.length === 0) return null;
  return html`<dl>
    ${failed.map(
      ({ index, code, message }) =>
        html`<dt>${t("Result {n}", { n: index + 1 })}</dt>
          <dd>${t("not generated, not charged: {error}", { error: `${code} ${message}` })}</dd>`,
    )}
    ${missing.map(
      ({ name, message }) =>
        html`<dt>${name}</dt>
          <dd>${t("charged, but not in the archive: {error}", { error: message })}</dd>`,
    )}
  </dl>`;
}

/** What of a paid result was lost, since when, and what remains; null if nothing was. */
export function renderLostResult(generation: Generation, t: Translate): Html | null {
  const result = lostResultOf(generation);
  if (result === null) return null;
  const { expiredAt, stored, lost } = result;
  const cost = chargeOf(generation)?.cost ?? null;
  const price = cost === null ? t("an unknown price") : `${cost.amount} ${cost.currency}`;
  return html`<section class="bad">
    <h2>${t("A paid result was lost")}</h2>
    <p>
      ${t("It cost {price}. Its links expired at {time}, before its files could be copied.", { price, time: formatTime(expiredAt) })}
    </p>
    <p>
      ${
        lost === null
          ? t("Nothing of it remains: DashScope deletes results when their links expire.")
          : t(
              "{stored} of {count} files are in the archive and stay there. DashScope has deleted the others.",
              { stored, count: stored + lost },
            )
      }
      <a href="${helpIn(failureHelp("expired"), t)}"
        >${t("To get it, generate it again, which is charged again.")}</a
      >
    </p>
  </section>`;
}
