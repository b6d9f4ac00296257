import { mkdir } from "node:fs/promises";
import path from "node:path";

import type { Browser } from "@dashqueue/testing";
import { hasBrowser, launchBrowser, openPage } from "@dashqueue/testing";
import { createKeys, dayOf } from "@dashqueue/queue/internal";
import axe from "axe-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";

import { EVENTS, SAMPLES, START } from "./fixtures/generations.ts";
import { FILMS } from "./fixtures/tenants.ts";
import { archiveFiles } from "./fixtures/archived.ts";
import { pngOf } from "./fixtures/media.ts";
import { TRANSLATIONS } from "../src/texts/translate.ts";
import { HTTP_CREDENTIALS, startDashboard } from "./running-dashboard.ts";
import type { RunningDashboard } from "./running-dashboard.ts";

const SHOTS = path.join(import.meta.dirname, "../../../data/screenshots");
/** A day's totals. */
const SPENT = {
  '["generations","default","wan2.1-vace-plus","settled","CNY"]': "2",
  '["amount","default","wan2.1-vace-plus","settled","CNY"]': "7000000000",
};
const UNCERTAIN = {
  ...SAMPLES.uncertain,
  id: "gen_01JDA0000000000000000000AB",
  possibleTasks: ["task-1"],
};
const SUCCEEDED_AT = { ...EVENTS.at(-1), at: START + 90_000, status: "succeeded" };
const WORKER = {
  host: "dashqueue-worker-7d9f8b6c5-x2x4z",
  pid: 7,
  version: "1.0.0",
  startedAt: START,
  stages: ["submit", "poll", "archive", "notify"],
  running: { archive: 2 },
  isDraining: true,
};
/** The first event follows from the record. */
const HISTORIES = [
  [SAMPLES.succeeded.id, [...EVENTS.slice(1), SUCCEEDED_AT].map((event) => JSON.stringify(event))],
  [UNCERTAIN.id, EVENTS.slice(1, 2).map((event) => JSON.stringify(event))],
] as const;
/** Runs in the page. Counts the tables that are wider than their place. */
const SCROLLING = `[...document.querySelectorAll(".scroll")]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length`;
/** Chromium takes long to start on a busy machine. */
const LIMIT_MS = 120_000;

describe.skipIf(!hasBrowser)(
  "the pages in a browser (skipped without Chromium; run `apt-get install chromium`)",
  () => {
    const stack = new AsyncDisposableStack();
    let browser: Browser;
    let dashboard: RunningDashboard;
    /** Opens a page. It is closed after the test, because open pages renew themselves. */
    const open = async (locale = "en-US") => {
      const page = await openPage(browser, { httpCredentials: HTTP_CREDENTIALS, locale });
      onTestFinished(() => page.close());
      return page;
    };

    beforeAll(async () => {
      dashboard = stack.use(await startDashboard());
      await dashboard.adapters.tenants.create(FILMS);
      const content = pngOf(256, [120, 180, 255]);
      const id = await archiveFiles(dashboard, [
        { name: "1.png", contentType: "image/png", content },
      ]);
      const keys = createKeys(dashboard.prefix);
      for (const [of, events] of HISTORIES) await dashboard.redis.rpush(keys.events(of), ...events);
      await dashboard.redis.hset(
        keys.generation(UNCERTAIN.id),
        "record",
        JSON.stringify(UNCERTAIN),
      );
      await dashboard.redis.zadd(keys.index({ status: "succeeded" }), 0, id);
      await dashboard.redis.hset(keys.costs(dayOf(Date.now())), SPENT);
      await dashboard.adapters.replicas.announce("a", WORKER);
      await dashboard.adapters.replicas.drain("a", { by: "ada", at: START });
      await dashboard.adapters.endedAlarms.record([
        {
          scope: "webhooks",
          name: "films https://a-rather-long-host-name.films.example",
          kind: null,
          message: "HTTP 500",
          since: Date.now() - 90_000,
          until: Date.now() - 5_000,
        },
      ]);
      await dashboard.enqueue();
      await dashboard.queue("submit-wan2.1-vace-plus").pause();
      await dashboard.write("PUT", "/queues/api/queues/poll/pause");
      browser = stack.use(await launchBrowser());
    }, LIMIT_MS);

    afterAll(() => stack.disposeAsync());

    it.each([
      ["/", "en"],
      ["/generations", "en"],
      [`/generations/${SAMPLES.succeeded.id}`, "en"],
      [`/generations/${UNCERTAIN.id}`, "en"],
      [`/generations/${UNCERTAIN.id}/resolve?task=task-1`, "en"],
      ["/generations?status=queued", "en"],
      ["/bulk/preview?action=cancel&status=queued", "en"],
      ["/playground?model=wan2.6-t2v", "en"],
      ["/costs", "en"],
      ["/tenants", "en"],
      ["/tenants/films", "en"],
      ["/limits", "en"],
      ["/workers", "en"],
      ["/audit", "en"],
      ["/", "zh"],
      ["/playground?model=wan2.6-t2v", "zh"],
      ["/generations", "zh"],
      [`/generations/${UNCERTAIN.id}`, "zh"],
    ] as const)(
      "%s can be used by everybody in %s, on a phone and a wide screen, in light and in dark",
      async (pathname, language) => {
        const page = await open(language);
        const complaints: string[] = [];
        const hosts = new Set<string>();
        page.on("console", (message) => complaints.push(message.text()));
        page.on("request", (request) => hosts.add(new URL(request.url()).origin));
        await page.goto(dashboard.url + pathname);
        await page.getByRole("link", { name: TRANSLATIONS[language]("Overview") }).waitFor();
        expect([complaints, [...hosts]]).toEqual([[], [dashboard.url]]);
        await mkdir(SHOTS, { recursive: true });
        // The policy forbids scripts in the page, but not those of the browser's own tools.
        const [place = ""] = pathname.slice(1).split("?");
        const name = `${place === "" ? "overview" : place.replaceAll("/", "-")}-${language}`;
        for (const [width, colorScheme] of [
          [390, "dark"],
          [1280, "light"],
        ] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
          expect(await page.evaluate(SCROLLING)).toBe(0);
          await page.evaluate(axe.source);
          const { violations } = await page.evaluate<AxeResult>("axe.run()");
          expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual(
            [],
          );
          const shot = path.join(SHOTS, `${name}-${width}.png`);
          await page.screenshot({ path: shot, fullPage: true });
        }
      },
      LIMIT_MS,
    );

    it(
      "lead from the list to a generation, by its id or by what it is",
      async () => {
        const page = await open();
        await page.goto(`${dashboard.url}/generations`);
        await page.getByLabel("queued", { exact: true }).check();
        await page.getByRole("button", { name: "Show" }).click();
        expect(page.url()).toContain("status=queued");
        await page.locator("tbody a").first().click();
        await page.getByRole("heading", { name: "History" }).waitFor();
        const id = page.url().split("/").at(-1) ?? "";
        await page.goto(`${dashboard.url}/generations`);
        await page.getByLabel("Id", { exact: true }).fill(` ${id} `);
        await page.getByRole("button", { name: "Open" }).click();
        await page.getByRole("heading", { name: id }).waitFor();
      },
      LIMIT_MS,
    );

    it(
      "fold the filter on a phone, show what it asks for, and let each part be removed",
      async () => {
        const page = await open();
        await page.setViewportSize({ width: 390, height: 800 });
        await page.goto(`${dashboard.url}/generations?status=queued&tenant=default`);
        const field = page.getByLabel("Tenant", { exact: true });
        expect([await field.isVisible(), await page.locator("tbody a").count()]).toEqual([
          false,
          1,
        ]);
        await page.locator("summary", { hasText: "Filter" }).click();
        await field.waitFor();
        await page.getByRole("link", { name: "Remove Status: queued" }).click();
        await page.waitForURL(`${dashboard.url}/generations?tenant=default`);
        // A wrong filter is open.
        await page.goto(`${dashboard.url}/generations?state=queued`);
        await field.waitFor();
        await page.getByText("Did you mean status?").waitFor();
        await page.goto(`${dashboard.url}/generations`);
        await page.setViewportSize({ width: 1280, height: 800 });
        await field.waitFor();
        expect(await page.locator("summary", { hasText: "Filter" }).isVisible()).toBe(false);
      },
      LIMIT_MS,
    );

    it(
      "quote what is typed, and submit it at the price on the button",
      async () => {
        const page = await open();
        await page.goto(`${dashboard.url}/playground?model=wan2.6-t2v`);
        const submit = page.getByRole("button", { name: "Submit: at most" });
        await submit.waitFor();
        const price = (await submit.textContent())?.trim() ?? "";
        const failed = page.getByText("The price could not be read");
        expect(await failed.isVisible()).toBe(false);
        await page.route("**/playground", (route) => route.abort());
        await page.getByLabel("duration").fill("6");
        await failed.waitFor();
        expect(await submit.isDisabled()).toBe(true);
        await page.unroute("**/playground");
        await page.getByLabel("duration").fill("999");
        const wrong = page.getByText("duration must be at most 15", { exact: true });
        await wrong.waitFor();
        await page.getByLabel("duration").fill("5");
        await wrong.waitFor({ state: "detached" });
        const ask = page.getByRole("button", { name: "Ask for the price" });
        await ask.focus();
        await submit.filter({ hasNotText: price }).waitFor();
        expect(await failed.isVisible()).toBe(false);
        expect((await page.locator(":focus").textContent())?.trim()).toBe("Ask for the price");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: "Why it is waiting" }).waitFor();
        expect(page.url()).toContain("/generations/gen_");
      },
      LIMIT_MS,
    );
  },
);

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}
