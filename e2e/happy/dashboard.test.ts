import { mkdir } from "node:fs/promises";
import path from "node:path";

import { hasBrowser, launchBrowser, openPage, startBundledApp } from "@dashqueue/testing";
import { describe, expect, it } from "vitest";

import { startSystem } from "../system.ts";

const LOGIN = { username: "admin", password: "open sesame" };

describe.skipIf(!hasBrowser)(
  "the dashboard (skipped without Chromium; run `apt-get install chromium`)",
  () => {
    it("shows the queues, a job and its generation to a user who has logged in (G7)", async () => {
      await using system = await startSystem();
      await using dashboard = await startBundledApp("dashboard", {
        ...system.env,
        DASHBOARD_PASSWORD: LOGIN.password,
      });
      expect((await fetch(dashboard.url)).status).toBe(401);

      await system.startWorker();
      const { id } = await system.create();
      await system.until(id, "succeeded");

      await using browser = await launchBrowser();
      const page = await openPage(browser, {
        httpCredentials: LOGIN,
        viewport: { width: 1400, height: 900 },
      });
      await page.goto(dashboard.url);
      await page.getByText("every account and every queue works").waitFor();
      await page.getByRole("link", { name: "Queues" }).click();
      await page.getByText("wan2.1-vace-plus").first().waitFor();
      await page.getByText("poll", { exact: true }).first().click();
      await page.getByText(id).first().waitFor();
      const shots = path.join(import.meta.dirname, "../../data/screenshots");
      await mkdir(shots, { recursive: true });
      await page.screenshot({ path: path.join(shots, "queue.png") });
      expect(await page.content()).not.toMatch(/Signature=|sk-simulator|whsec_/);

      await page.goto(`${dashboard.url}/generations/${id}`);
      await page.getByText("succeeded").first().waitFor();
      await page.evaluate('document.querySelector("video").play()');
      await page.waitForFunction('document.querySelector("video").currentTime > 0');
      await page.screenshot({ path: path.join(shots, "generation.png"), fullPage: true });
      expect(await page.content()).not.toMatch(/Signature=|sk-simulator|whsec_/);
    });
  },
);
