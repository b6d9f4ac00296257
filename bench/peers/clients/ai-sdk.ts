import { createAlibaba } from "@ai-sdk/alibaba";
import { startSimulator } from "@dashqueue/simulator";
import { startRedis } from "@dashqueue/testing";
import { experimental_generateVideo as generateVideo } from "ai";

import type { ClientResult } from "../result.ts";
import { POLL_MS } from "../measure.ts";
import { startDashqueue } from "../systems.ts";

/** The AI SDK with its Alibaba provider and default options, as it calls DashScope itself. */
export async function runAiSdk(calls: number): Promise<ClientResult> {
  await using simulator = await startLosingProvider();
  const delivered = await generate(simulator.url, calls);
  return { paid: simulator.ledger().entries.length, delivered };
}

/** The same, with dashqueue's producer as its base URL. */
export async function runAiSdkThroughDashqueue(calls: number): Promise<ClientResult> {
  await using simulator = await startLosingProvider();
  await using redis = await startRedis({ appendOnly: true });
  const world = { baseUrl: simulator.baseUrl, redisUrl: redis.url, pollMs: POLL_MS };
  await using running = await startDashqueue(world, 0);
  const delivered = await generate(running.url, calls);
  return { paid: simulator.ledger().entries.length, delivered };
}

function startLosingProvider() {
  return startSimulator({
    limits: { "*": { submitsPerSecond: 10_000, maxInFlight: 100 } },
    runningMs: 1_000,
    faultRates: { rates: { "lost-answer": 1 }, seed: 1 },
  });
}

/** Returns the number of calls that delivered a video. */
async function generate(videoBaseURL: string, calls: number): Promise<number> {
  const alibaba = createAlibaba({ videoBaseURL, apiKey: "sk-simulator" });
  const generating = Array.from({ length: calls }, (_, index) =>
    generateVideo({
      model: alibaba.video("wan2.5-t2v-preview"),
      prompt: `film ${index + 1}`,
      download,
    }),
  );
  const ended = await Promise.allSettled(generating);
  return ended.filter(({ status }) => status === "fulfilled").length;
}

/** The SDK refuses to download from the loopback. */
async function download({ url }: { url: URL }) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.href} was answered with ${response.status}`);
  const mediaType = response.headers.get("content-type") ?? undefined;
  return { data: new Uint8Array(await response.arrayBuffer()), mediaType };
}
