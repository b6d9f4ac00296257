import { mkdir } from "node:fs/promises";
import path from "node:path";

import type { Browser } from "@dashqueue/testing";
import { hasBrowser, launchBrowser, openPage, waitFor } from "@dashqueue/testing";
import { UnrecoverableError } from "bullmq";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";

import type { Role } from "../src/auth/users.ts";
import { MODEL, startDashboard } from "./running-dashboard.ts";
import type { RunningDashboard } from "./running-dashboard.ts";

const SHOTS = path.join(import.meta.dirname, "../../../data/screenshots");
/** Chromium takes long to start on a busy machine. */
const LIMIT_MS = 120_000;
const SCREENS = [
  [390, "dark"],
  [390, "light"],
  [1280, "dark"],
  [1280, "light"],
] as const;
/** Ended jobs per minute. */
const MINUTES = [3, 2, 5];
const TITLE = `${MODEL} · In the video, a girl`;
const QUEUE_BUTTONS = '[class*="queueActions-"] li:visible';
const JOB_BUTTONS = '[class*="jobActions-"] li:visible';
const MENU = 'main [aria-haspopup="menu"]';

describe.skipIf(!hasBrowser)(
  "the board in a browser (skipped without Chromium; run `apt-get install chromium`)",
  () => {
    const stack = new AsyncDisposableStack();
    let browser: Browser;
    let dashboard: RunningDashboard;

    /** Opens a page of the board as this user, and reports what it asks for and complains about. */
    async function open(pathname: string, role: Role = "operator", locale = "en-US") {
      const httpCredentials = { username: role, password: "open sesame" };
      const page = await openPage(browser, { httpCredentials, locale });
      onTestFinished(() => page.close());
      const complaints: string[] = [];
      const hosts = new Set<string>();
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("request", (request) => hosts.add(new URL(request.url()).origin));
      await page.goto(`${dashboard.url}/queues/${pathname}`);
      return { page, complaints, hosts };
    }

    beforeAll(async () => {
      dashboard = stack.use(await startDashboard());
      const { id } = await dashboard.enqueue();
      const data = { generationId: id, model: MODEL };
      await dashboard.queue("poll").add("poll", data, { jobId: `poll-${id}`, delay: 3_600_000 });
      await dashboard.queue("notify").add("notify", data, { jobId: `notify-${id}` });
      await dashboard.queue("archive").add("archive", data, { jobId: `archive-${id}` });
      dashboard.work("archive", async () => {
        throw new UnrecoverableError("the disk is full");
      });
      await waitFor(async () => (await dashboard.queue("archive").getFailedCount()) === 1);
      const counts = dashboard.queue("archive").toKey("metrics:completed");
      await dashboard.redis.hset(counts, { count: 10, prevTS: Date.now(), prevCount: 10 });
      await dashboard.redis.rpush(`${counts}:data`, ...MINUTES);
      browser = stack.use(await launchBrowser());
    }, LIMIT_MS);

    afterAll(() => stack.disposeAsync());

    it(
      "names jobs by their prompts, shows what was done when, and asks no other host",
      async () => {
        const { page, complaints, hosts } = await open("queue/archive");
        await page.getByText(TITLE).waitFor();
        await page.getByText("Throughput (jobs / min)").waitFor();
        await page.getByText("Peak / min").locator("..").getByText("5", { exact: true }).waitFor();
        await mkdir(SHOTS, { recursive: true });
        await page.screenshot({ path: path.join(SHOTS, "board.png"), fullPage: true });
        expect([complaints, [...hosts]]).toEqual([[], [dashboard.url]]);
      },
      LIMIT_MS,
    );

    it.each([
      ["archive?status=failed", ["Retry all"], 1, ["Retry all 1 failed jobs", "Pause"]],
      ["poll?status=delayed", ["Promote all"], 1, ["Pause"]],
      ["notify", [], 0, ["Pause"]],
    ] as const)(
      "offers an operator on %s only what is allowed",
      async (queue, buttons, jobButtons, items) => {
        const { page } = await open(`queue/${queue}`);
        await page.getByText(TITLE).waitFor();
        expect(await page.locator(QUEUE_BUTTONS).allInnerTexts()).toEqual(buttons);
        expect(await page.locator(JOB_BUTTONS).count()).toBe(jobButtons);
        await page.locator(MENU).click();
        await page.getByRole("menuitem", { name: "Pause" }).waitFor();
        const offered = page.locator('[role="menuitem"]:visible');
        expect(await offered.allInnerTexts()).toEqual(items);
      },
      LIMIT_MS,
    );

    it(
      "leads back to the overview",
      async () => {
        const { page } = await open("queue/archive");
        await page.getByText(TITLE).waitFor();
        await page.locator('header [aria-haspopup="menu"]').click();
        await page.getByRole("menuitem", { name: "Overview" }).click({ timeout: 20_000 });
        await page.getByRole("heading", { name: "Overview" }).waitFor();
        expect(page.url()).toBe(`${dashboard.url}/`);
      },
      LIMIT_MS,
    );

    it(
      "speaks Chinese with a Chinese reader, has the look of the other pages, and leads to them",
      async () => {
        const { page, complaints } = await open("queue/archive?status=failed", "operator", "zh-CN");
        await page.getByText(TITLE).waitFor();
        await page.getByText("重试全部").first().waitFor();
        for (const [width, colorScheme] of SCREENS) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          const back = page.getByRole("link", { name: "← 控制台" });
          expect(await back.isVisible()).toBe(true);
          const shot = path.join(SHOTS, `board-zh-${width}-${colorScheme}.png`);
          await page.screenshot({ path: shot, animations: "disabled" });
        }
        expect(complaints).toEqual([]);
        // The language is that of the other pages.
        await page.locator("header button:has(.lucide-settings)").click();
        await page.getByText("轮询间隔").waitFor();
        expect(await page.getByText("语言").isVisible()).toBe(false);
        await page.keyboard.press("Escape");
        await page.getByRole("link", { name: "← 控制台" }).click();
        await page.getByRole("heading", { name: "概览" }).waitFor();
      },
      LIMIT_MS,
    );

    it(
      "offers a viewer nothing",
      async () => {
        const { page } = await open("queue/archive?status=failed", "viewer");
        await page.getByText(TITLE).waitFor();
        for (const buttons of [QUEUE_BUTTONS, JOB_BUTTONS, MENU])
          expect(await page.locator(buttons).count()).toBe(0);
      },
      LIMIT_MS,
    );
  },
);
