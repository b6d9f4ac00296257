import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";

import { archiveEnv, openArchive } from "@dashqueue/archive";
import { createKeys } from "@dashqueue/queue/internal";
import { hasBrowser, launchBrowser, openPage, startS3 } from "@dashqueue/testing";
import type { Browser } from "@dashqueue/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { archiveFiles } from "./fixtures/archived.ts";
import { pngOf, VIDEO, wavOf } from "./fixtures/media.ts";
import { SAMPLES, START } from "./fixtures/generations.ts";
import { HTTP_CREDENTIALS, startDashboard } from "./running-dashboard.ts";
import type { RunningDashboard } from "./running-dashboard.ts";

const FILES = [
  { name: "video.mp4", contentType: "video/mp4", content: VIDEO },
  { name: "1.png", contentType: "image/png", content: pngOf(256, [120, 180, 255]) },
  { name: "2.png", contentType: "image/png", content: pngOf(512, [255, 160, 90]) },
  { name: "speech.wav", contentType: "audio/wav", content: wavOf(2) },
  { name: "model.glb", contentType: "model/gltf-binary", content: "glTF binary" },
  { name: "words.json", contentType: "application/json", content: '{"text":"hello"}' },
  { name: "page.html", contentType: "text/html", content: "<script>document.title = 1</script>" },
  { name: "deleted.mp4", contentType: "video/mp4", content: VIDEO },
];
const SHOTS = path.join(import.meta.dirname, "../../../data/screenshots");

/** Runs in the page. Resolves to what the media elements can do. */
const MEDIA = `(async () => {
  const [video] = document.querySelectorAll("video");
  const [audio] = document.querySelectorAll("audio");
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map((image) => image.decode()));
  const seeked = new Promise((resolve) => video.addEventListener("seeked", resolve));
  await video.play();
  video.pause();
  video.currentTime = 4;
  await seeked;
  await audio.play();
  audio.pause();
  return {
    players: document.querySelectorAll("video, audio").length,
    video: [video.duration, video.currentTime, video.videoWidth > 0],
    audio: audio.duration,
    images: [...document.images].map((image) => image.naturalWidth),
  };
})()`;

/** Runs in the page. Resolves when the first video shows a picture. */
const FIRST_PICTURE = `new Promise((resolve) => {
  const [video] = document.querySelectorAll("video");
  if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) resolve();
  else video.addEventListener("loadeddata", () => resolve());
})`;

/** Chromium takes long to start on a busy machine. */
const LIMIT_MS = 120_000;
const httpCredentials = HTTP_CREDENTIALS;

describe.skipIf(!hasBrowser)(
  "the results from object storage in a browser (skipped without Chromium; run `apt-get install chromium`)",
  () => {
    const stack = new AsyncDisposableStack();
    let browser: Browser;
    let origin: string;
    let url: string;
    let dashboard: RunningDashboard;

    beforeAll(async () => {
      const s3 = stack.use(await startS3());
      stack.defer(() => void vi.unstubAllEnvs());
      for (const [name, value] of Object.entries(s3.env)) vi.stubEnv(name, value);
      const location = archiveEnv.ARCHIVE_URL.parse(s3.archiveUrl);
      dashboard = stack.use(await startDashboard({ archive: await openArchive(location) }));
      const id = await archiveFiles(dashboard, FILES);
      await dashboard.archive.remove(`${id}/deleted.mp4`);
      origin = dashboard.url;
      url = `${origin}/generations/${id}`;
      browser = stack.use(await launchBrowser());
    }, LIMIT_MS);

    afterAll(() => stack.disposeAsync());

    it(
      "play or show every picture, video and sound, and can be saved",
      async () => {
        const page = await openPage(browser, { httpCredentials });
        const complaints: string[] = [];
        const hosts = new Set<string>();
        page.on("console", (message) => complaints.push(message.text()));
        page.on("pageerror", (error) => complaints.push(error.message));
        page.on("request", (request) => hosts.add(new URL(request.url()).origin));

        await page.goto(url);
        expect(await page.evaluate(MEDIA)).toEqual({
          players: 2,
          video: [expect.closeTo(5, 0), 4, true],
          audio: 2,
          images: [256, 512],
        });
        await page.getByText("The archive no longer has this file").waitFor();

        for (const { name, content } of FILES.slice(0, -1)) {
          const saved = page.waitForEvent("download");
          await page.getByRole("link", { name: `Download ${name}`, exact: true }).click();
          const download = await saved;
          expect(download.suggestedFilename()).toBe(name);
          expect(await readFile(await download.path())).toEqual(Buffer.from(content));
        }
        expect(complaints).toEqual([]);

        // The browser's own page for a file.
        await page.getByRole("link", { name: /^Result 2/ }).click();
        await page.waitForFunction("document.images[0]?.naturalWidth === 256");
        await page.goto(`${url}/files/video.mp4`);
        await page.waitForFunction('document.querySelector("video")?.readyState > 0');
        expect([...hosts]).toEqual([origin]);
      },
      LIMIT_MS,
    );

    it(
      "show their first pictures in the list, and load those in view only",
      async () => {
        const keys = createKeys(dashboard.prefix);
        const ids = Array.from({ length: 40 }, (_, index) => `gen_01JD${99 - index}`);
        for (const id of ids) {
          const record = JSON.stringify({ ...SAMPLES.succeeded, id });
          await dashboard.redis.hset(keys.generation(id), "record", record);
        }
        const listed = [SAMPLES.succeeded.id, ...ids].flatMap((id, index) => [START - index, id]);
        await dashboard.redis.zadd(keys.index({ status: "succeeded" }), ...listed);
        const page = await openPage(browser, { httpCredentials });
        const asked: string[] = [];
        page.on("request", (request) => asked.push(new URL(request.url()).pathname));
        await page.goto(`${origin}/generations?status=succeeded`);
        await page.evaluate(FIRST_PICTURE);
        const last = `/generations/${ids.at(-1)}/files/video.mp4`;
        expect(asked).not.toContain(last);
        const request = page.waitForRequest((other) => other.url().includes(last));
        await page.locator("video").last().scrollIntoViewIfNeeded();
        await request;
      },
      LIMIT_MS,
    );

    it(
      "fit a phone and a wide screen, in light and in dark",
      async () => {
        const page = await openPage(browser, { httpCredentials });
        await page.goto(url);
        await page.evaluate(MEDIA);
        await mkdir(SHOTS, { recursive: true });
        for (const width of [390, 1280]) {
          await page.setViewportSize({ width, height: 900 });
          expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
          for (const colorScheme of ["light", "dark"] as const) {
            await page.emulateMedia({ colorScheme });
            const shot = path.join(SHOTS, `results-${width}-${colorScheme}.png`);
            await page.screenshot({ path: shot, fullPage: true });
          }
        }
      },
      LIMIT_MS,
    );
  },
);
