import { inject } from "vitest";

import { startApp } from "../process/start-app.ts";
import type { AppOptions, AppProcess } from "../process/start-app.ts";
import type { BundledApp } from "./bundle-apps.ts";

/** Like `startApp`, from the bundle of this test run: the same code, in half the time. */
export async function startBundledApp(
  name: BundledApp,
  env: Readonly<Record<string, string | undefined>>,
  options: Omit<AppOptions, "script"> = {},
): Promise<AppProcess> {
  return startApp(name, env, { ...options, script: inject("appScripts")[name] });
}
