import { existsSync } from "node:fs";

import type { Browser, BrowserContextOptions, Page } from "playwright-core";

export type { Browser } from "playwright-core";

const PROGRAMS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
];
const executablePath = PROGRAMS.find((file) => existsSync(file));

/** Whether this machine has Chromium. Without it, run `apt-get install chromium`. */
export const hasBrowser = executablePath !== undefined;

/** Keep Chromium from contacting the network. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts Chromium without a window. */
export async function launchBrowser(): Promise<Browser> {
  // Most tests need no browser, and the import takes long.
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath: executablePath ?? "", args: FLAGS });
}

/** A busy machine may take this long to show a page. */
const SHOW_LIMIT_MS = 100_000;

/** Opens an empty page. */
export async function openPage(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(SHOW_LIMIT_MS);
  return page;
}
