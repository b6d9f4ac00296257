import { createAlibaba } from "@ai-sdk/alibaba";
import { experimental_generateVideo as generateVideo } from "ai";
import { expect, test } from "vitest";

import type { Simulator } from "../src/index.ts";
import { startSimulator } from "../src/index.ts";
import { API_KEY, VIDEO_BYTES } from "./client.ts";

// The SDK refuses to download from private addresses, so a test on the loopback brings its own
// download. Everything else is unchanged.
async function download({ url }: { url: URL }) {
  const response = await fetch(url);
  const mediaType = response.headers.get("content-type") ?? undefined;
  return { data: new Uint8Array(await response.arrayBuffer()), mediaType };
}

function generate(simulator: Simulator, model: string, prompt: string) {
  const alibaba = createAlibaba({ videoBaseURL: simulator.url, apiKey: API_KEY });
  return generateVideo({
    model: alibaba.video(model),
    prompt,
    duration: 5,
    resolution: "1280x720",
    providerOptions: { alibaba: { promptExtend: true, negativePrompt: "blur" } },
    maxRetries: 0,
    poll: { intervalMs: 60, timeoutMs: 30_000 },
    download,
  });
}

test.each([
  ["wan2.6-t2v", "3.00"],
  ["wan2.5-t2v-preview", "3.00"],
])("the AI SDK generates a video with %s", async (model, cost) => {
  await using simulator = await startSimulator({ pendingMs: 100, runningMs: 200 });
  const { video, responses } = await generate(simulator, model, "a girl in a forest");
  expect(Buffer.from(video.uint8Array).equals(VIDEO_BYTES)).toBe(true);
  expect(video.mediaType).toBe("video/mp4");
  expect(responses[0]?.headers?.["x-request-id"]).toBeDefined();
  expect(simulator.ledger()).toMatchObject({
    totalCharged: cost,
    entries: [{ model, prompt: "a girl in a forest" }],
  });
  expect(simulator.requests().filter(({ operation }) => operation === "create")).toHaveLength(1);
});

test("the AI SDK reads errors and failed tasks", async () => {
  await using simulator = await startSimulator({ pendingMs: 0, runningMs: 0 });
  await expect(
    generate(simulator, "wan2.6-t2v", "[sim:fail DataInspectionFailed]"),
  ).rejects.toThrow("Input data may contain inappropriate content.");
  simulator.reset();
  await expect(generate(simulator, "no-such-model", "a girl")).rejects.toThrow("Model not exist.");
});
