import type { ArchivedFile } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { SAMPLES } from "../../test/fixtures/generations.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import type { Presence } from "../files/presence.ts";
import { renderResults } from "./results.ts";

const { en } = TRANSLATIONS;
const { succeeded, archiving } = SAMPLES;
const PATH = `/generations/${succeeded.id}/files`;
const HASH = "ab".repeat(32);

const file = (name: string, contentType: string): ArchivedFile => {
  return { name, bytes: 1_440_000, sha256: HASH, contentType };
};
const VIDEO = file("video.mp4", "video/mp4");

/** The markup on one line. */
function markupOf(
  files: readonly ArchivedFile[],
  { presence = "present", generation = {} }: { presence?: Presence; generation?: object } = {},
): string {
  const shown = { ...succeeded, ...generation, files: [...files] };
  const presences = new Map(files.map(({ name }) => [name, presence]));
  return renderResults(shown, presences, en)?.html.replaceAll(/\s+/g, " ") ?? "";
}

const textOf = (markup: string) => markup.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

it("shows no section without files", () => {
  expect(renderResults(SAMPLES.running, new Map(), en)).toBeNull();
  expect(renderResults({ ...archiving, files: [] }, new Map(), en)).toBeNull();
});

it("plays a video, and names its file, size, hash and path of the API", () => {
  const markup = markupOf([VIDEO]);
  expect(markup).toMatch(
    /<video src="[^"]*" controls playsinline preload="metadata" aria-label="Result: a girl [^"]*" >/,
  );
  expect(markup).toContain(`<a href="${PATH}/video.mp4" download="video.mp4">`);
  expect(markup).toContain(`readonly value="${HASH}" aria-label="SHA-256 of video.mp4"`);
  expect(textOf(markup)).toContain("Download video.mp4 1.4 MB · video/mp4");
  expect(markup).toContain(
    `readonly value="GET /v1${PATH}/video.mp4" aria-label="API of video.mp4"`,
  );
});

it("shows pictures, plays sound, and offers other files for download only", () => {
  const markup = markupOf([
    file("1.png", "image/png"),
    file("2.mp3", "audio/mpeg"),
    file("3.glb", "model/gltf-binary"),
    file("4.txt.gz", "application/gzip"),
    file("5", "text/html"),
    file("6.svg", "image/svg+xml"),
  ]);
  expect(markup).toContain(
    `<a href="${PATH}/1.png"><img src="${PATH}/1.png" alt="Result 1: a girl &lt;in&gt; a forest"`,
  );
  expect(markup).toContain(`<audio src="${PATH}/2.mp3" controls preload="metadata"`);
  expect([...markup.matchAll(/aria-hidden="true">([^<]*)</g)].map(([, text]) => text)).toEqual([
    "GLB",
    "TXT.GZ",
    "FILE",
    "SVG",
  ]);
  expect(markup.match(/ download="/g)).toHaveLength(6);
  expect(markup.match(/ src="/g)).toHaveLength(2);
});

it("plays nothing on a page that reloads, and shows its pictures", () => {
  const generation = { status: "archiving", alarmedAtHours: null } as const;
  const files = [VIDEO, file("2.mp3", "audio/mpeg"), file("3.png", "image/png")];
  const markup = markupOf(files, { generation });
  expect(markup).not.toMatch(/<(video|audio)/);
  expect(markup).toContain("<img");
});

it("says what became of a file that the archive no longer has", () => {
  const missing = markupOf([VIDEO], { presence: "missing" });
  expect(textOf(missing)).toContain("The archive no longer has this file as it was stored.");
  expect(missing).not.toMatch(/<video|href=/);
  expect(textOf(markupOf([VIDEO], { presence: "unknown" }))).toContain("Reload the page");
  expect(textOf(markupOf([VIDEO]))).not.toContain("archive");
});

it("shows the results that failed or are not stored", () => {
  const failedEntries = [{ index: 1, code: "DataInspectionFailed", message: "no <b>" }];
  const text = textOf(
    markupOf([VIDEO], {
      generation: {
        result: { ...succeeded.result, failedEntries },
        missing: [{ index: 2, name: "3.png", failure: SAMPLES.failed.failure }],
      },
    }),
  );
  expect(text).toContain("Result 2 not generated, not charged: DataInspectionFailed no &lt;b&gt;");
  expect(text).toContain(
    "3.png charged, but not in the archive: refused https://h/v.mp4?[redacted]",
  );
});

it("shortens a long prompt, and names a result without one", () => {
  const request = { ...succeeded.request, input: { prompt: "猫".repeat(200) } };
  expect(markupOf([VIDEO], { generation: { request } })).toMatch(/aria-label="Result: 猫{152}…"/);
  const bare = { generation: { request: { ...request, input: {} } } };
  expect(markupOf([VIDEO], bare)).toContain('aria-label="Result"');
});

it("encodes a file name in its path", () => {
  const markup = markupOf([file('a "b"/../c.png', "image/png")]);
  expect(markup).toContain(`src="${PATH}/a%20%22b%22%2F..%2Fc.png"`);
  expect(markup).toContain('download="a &quot;b&quot;/../c.png"');
});
