import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { unknownVariables } from "@dashqueue/service";
import { readOptions } from "@dashqueue/service/command-line";

import { usesSimulator } from "../stack/environment.ts";
import { listenForInterruption } from "../stack/interruption.ts";
import { reportFailure } from "../stack/failure/report-failure.ts";
import { StackFailure } from "../stack/failure/stack-failure.ts";
import { LOG_FOLDER, ROOT } from "../stack/workspace.ts";
import { agreeOnPrice } from "./agree-on-price.ts";
import type { DemoStack, OpenDemoStack } from "./demo-stack.ts";
import { chooseDemoStack } from "./demo-stack.ts";
import type { ProducerClient } from "./producer-client.ts";
import { createProducerClient } from "./producer-client.ts";
import { openProgressLine } from "./progress-line.ts";
import { locateFiles, runGeneration } from "./run-generation.ts";
import { progressText, reportText, stateText } from "./text.ts";

// `npm run demo`: one request, from the POST to the file on disk.

const PROGRAM = {
  usage: "npm run demo -- [options]",
  about:
    "Makes one video, from the request to the file on disk: on the simulator, or at DashScope if\n" +
    "DASHSCOPE_API_KEY is set in the environment or in the file .env.",
  options: {
    file: { type: "string", description: "the path of a picture to use in place of the example's" },
    yes: { type: "boolean", default: false, description: "accepts the price without asking" },
  },
} as const;

const LIMITS_MS = { simulator: 120_000, dashscope: 20 * 60_000 };
const options = readOptions(PROGRAM);
const interruption = listenForInterruption();
const progress = openProgressLine(process.stderr);
let sentId: string | null = null;

async function main(): Promise<number> {
  for (const sentence of unknownVariables(process.env).values()) console.error(sentence);
  try {
    const body = readFileSync(path.join(ROOT, "examples/image-reference.json"), "utf8");
    const stack = chooseDemoStack({
      environment: process.env,
      logFolder: LOG_FOLDER,
      onStep: (text) => progress.show(text, `${text} …`),
      signal: interruption.signal,
    });
    await introduce(stack, body);
    const open = await stack.open();
    try {
      const report = await run(stack, open, body);
      progress.clear();
      console.log(report);
    } finally {
      progress.clear();
      await open.close();
    }
    return 0;
  } catch (error) {
    progress.clear();
    if (!interruption.signal.aborted) return reportFailure(error, LOG_FOLDER);
    console.error(
      sentId === null
        ? "Interrupted."
        : `Interrupted. Generation ${sentId} is kept; \`npm start\` continues it.`,
    );
    return interruption.exitCode();
  }
}

async function introduce({ provider, dashscopeUrl }: DemoStack, body: string): Promise<void> {
  if (provider === "simulator") {
    const reason = usesSimulator(process.env)
      ? "DASHSCOPE_API_KEY is not set"
      : "The running stack has no DASHSCOPE_API_KEY";
    console.log(`${reason}, so this demo uses the simulator and is free.`);
    return;
  }
  await agreeOnPrice(body, dashscopeUrl, options.yes, interruption.signal);
}

async function run(stack: DemoStack, open: OpenDemoStack, body: string): Promise<string> {
  const { DASHQUEUE_TOKEN, PRODUCER_TOKENS } = process.env;
  const token = DASHQUEUE_TOKEN || PRODUCER_TOKENS?.split(",")[0]?.trim();
  const client = createProducerClient(open.producerUrl, token || undefined, interruption.signal);
  const following = runGeneration(
    client,
    await withOwnFile(client, body),
    LIMITS_MS[stack.provider],
    (generation, elapsedMs) => {
      sentId = generation.id;
      progress.show(stateText(generation), progressText(generation, elapsedMs));
    },
  );
  const { generation, elapsedMs } = await Promise.race([
    preferring(open.failed, following),
    open.failed,
  ]);
  const files = locateFiles(generation, stack.archivePlace);
  return reportText({ generation, files, provider: stack.provider, elapsedMs });
}

/** With `--file picture.png`, replaces the picture of the example by this file. */
async function withOwnFile(client: ProducerClient, body: string): Promise<string> {
  const { file } = options;
  if (file === undefined) return body;
  const url = await client.upload(readFile(file));
  const { input, parameters, ...rest } = JSON.parse(body) as { input: object; parameters: object };
  const changed = {
    input: { ...input, ref_images_url: [url] },
    parameters: { ...parameters, obj_or_bg: ["obj"] },
  };
  return JSON.stringify({ ...rest, ...changed });
}

function readFile(file: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(file));
  } catch (cause) {
    throw new StackFailure(`Cannot read ${file}. Pass the path of a picture as --file.`, {
      cause,
    });
  }
}

/** When a part of the stack ends, requests fail first. Waits for the failure that explains them. */
async function preferring<Value>(failed: Promise<never>, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (!interruption.signal.aborted) await Promise.race([failed, delay(1_000)]);
    throw error;
  }
}

process.exitCode = await main();
