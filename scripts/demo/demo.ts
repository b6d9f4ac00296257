import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { runGeneration, locateFiles } from "./generation.ts";
import { agreeOnPrice } from "./price.ts";
import { chooseDemoStack, type DemoStack, type OpenDemoStack } from "./start-or-find-stack.ts";
import { progressText, reportText, stateText } from "./text.ts";
import { reportFailure } from "../stack/failure-report.ts";
import { listenForInterruption } from "../stack/interruption.ts";
import { createProducerClient, type ProducerClient } from "./producer-client.ts";
import { openProgressLine } from "./progress-line.ts";
import { usesSimulator } from "../stack/environment.ts";
import { StackFailure } from "../stack/failure.ts";
import { dataFolder, root } from "../stack/workspace.ts";

// `npm run demo`: one request, from the POST to the file on disk.

const logFolder = path.join(dataFolder, "logs");
const limitsMs = { simulator: 120_000, dashscope: 20 * 60_000 };
const interruption = listenForInterruption();
const progress = openProgressLine(process.stderr);
let sentId: string | null = null;

async function main(): Promise<number> {
  try {
    const body = readFileSync(path.join(root, "examples/image-reference.json"), "utf8");
    const stack = chooseDemoStack({
      environment: process.env,
      logFolder,
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
    if (!interruption.signal.aborted) return reportFailure(error, logFolder);
    console.error(
      sentId === null
        ? "Interrupted."
        : `Interrupted: ${sentId} is kept, and \`npm start\` goes on with it.`,
    );
    return interruption.exitCode();
  }
}

async function introduce({ provider, dashscopeUrl }: DemoStack, body: string): Promise<void> {
  if (provider === "simulator") {
    const reason = usesSimulator(process.env)
      ? "No DASHSCOPE_API_KEY is set"
      : "The running stack has no DASHSCOPE_API_KEY";
    console.log(`${reason}: this runs against the simulator, and nothing costs money.`);
    return;
  }
  const isAgreed = process.argv.includes("--yes");
  await agreeOnPrice(body, dashscopeUrl, isAgreed, interruption.signal);
}

async function run(stack: DemoStack, open: OpenDemoStack, body: string): Promise<string> {
  const token = process.env["PRODUCER_TOKENS"]?.split(",")[0]?.trim();
  const client = createProducerClient(open.producerUrl, token || undefined, interruption.signal);
  const following = runGeneration(
    client,
    await withOwnFile(client, body),
    limitsMs[stack.provider],
    (generation, elapsedMs) => {
      sentId = generation.id;
      progress.show(stateText(generation), progressText(generation, elapsedMs));
    },
  );
  const { generation, elapsedMs } = await Promise.race([
    preferring(open.failed, following),
    open.failed,
  ]);
  const files = locateFiles(generation, stack.archiveFolder, open.producerUrl);
  return reportText({ generation, files, provider: stack.provider, elapsedMs });
}

/** With `--file picture.png` the example takes that picture instead of its own. */
async function withOwnFile(client: ProducerClient, body: string): Promise<string> {
  const { file } = parseArgs({
    options: { file: { type: "string" }, yes: { type: "boolean" } },
  }).values;
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
    throw new StackFailure(`The file ${file} cannot be read: give --file the path of a picture.`, {
      cause,
    });
  }
}

/** When a part of the stack ends, requests break off first: what ended is the better answer. */
async function preferring<Value>(failed: Promise<never>, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (!interruption.signal.aborted) await Promise.race([failed, delay(1000)]);
    throw error;
  }
}

process.exitCode = await main();
