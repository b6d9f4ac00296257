import path from "node:path";

import { unknownVariables } from "@dashqueue/service";
import { readOptions } from "@dashqueue/service/command-line";

import { logToFiles, logToTerminal } from "../log/app-logs.ts";
import { archivePlace } from "./archive-place.ts";
import { listenForInterruption } from "./interruption.ts";
import { readOpenGenerations } from "./open-generations.ts";
import { reportFailure } from "./failure/report-failure.ts";
import { startStack } from "./start-stack.ts";
import type { Places } from "./welcome.ts";
import { welcomeText } from "./welcome.ts";
import {
  DASHBOARD_PASSWORD_FILE,
  LOG_FOLDER,
  ROOT,
  shortPath,
  WEBHOOK_SECRET_FILE,
} from "./workspace.ts";

// `npm start`: runs the whole stack until Ctrl-C.

const PROGRAM = {
  usage: "npm start",
  about:
    "Runs the producer, a worker, the dashboard and Redis until Ctrl-C, and the simulator of\n" +
    "DashScope unless DASHSCOPE_API_KEY is set. It reads environment variables, and those of the\n" +
    "file .env; .env.example lists them.",
  options: {},
};

async function main(): Promise<number> {
  readOptions(PROGRAM);
  for (const sentence of unknownVariables(process.env).values()) console.error(sentence);
  const { signal } = listenForInterruption();
  const terminal = logToTerminal(process.env["LOG_LEVEL"] || undefined);
  try {
    const files = logToFiles(LOG_FOLDER);
    const stack = await startStack({
      command: "start",
      environment: process.env,
      log: (app, line) => {
        files(app, line);
        terminal(app, line);
      },
      onStep: (text) => console.error(`${text} …`),
      signal,
    });
    console.log(welcomeText(stack, process.env, placesOf(process.env), Date.now()));
    try {
      await Promise.race([stack.failed, aborted(signal)]);
    } finally {
      const open = await readOpenGenerations(stack.workerUrl);
      console.error("stopping …");
      await stack.stop();
      if (open !== null) console.log(open);
    }
    return 0;
  } catch (error) {
    if (signal.aborted) return 0;
    return reportFailure(error, LOG_FOLDER);
  }
}

function placesOf({ ARCHIVE_URL }: NodeJS.ProcessEnv): Places {
  const archive = archivePlace(ARCHIVE_URL, ROOT);
  return {
    archive: path.isAbsolute(archive) ? shortPath(archive) : archive,
    dashboardPassword: shortPath(DASHBOARD_PASSWORD_FILE),
    webhookSecret: shortPath(WEBHOOK_SECRET_FILE),
    logs: shortPath(LOG_FOLDER),
  };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}

process.exitCode = await main();
