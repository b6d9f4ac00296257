// Generates a video with the AI SDK. Only the base URL and the API key differ from a direct call to
// DashScope: the request waits in the queue instead of failing with 429, and the link in the answer
// points to the archive.
//
//   PRODUCER_URL=http://127.0.0.1:3000 PRODUCER_TOKEN=… node examples/ai-sdk.ts [file]
import { writeFile } from "node:fs/promises";

import { createAlibaba } from "@ai-sdk/alibaba";
import { experimental_generateVideo as generateVideo } from "ai";

const { PRODUCER_URL = "http://127.0.0.1:3000", PRODUCER_TOKEN = "unused" } = process.env;
const file = process.argv[2] ?? "video.mp4";

// One of the producer's PRODUCER_TOKENS; without PRODUCER_TOKENS the producer accepts any key.
const alibaba = createAlibaba({ videoBaseURL: PRODUCER_URL, apiKey: PRODUCER_TOKEN });

const { video } = await generateVideo({
  model: alibaba.video("wan2.6-t2v"),
  prompt: "A lighthouse in the rain",
  duration: 5,
  resolution: "1280x720",
  // A busy queue may take longer than the SDK's default of ten minutes.
  poll: { intervalMs: 1_000, timeoutMs: 60 * 60_000 },
  // The SDK refuses to download from private addresses. Remove this line when the producer has a
  // public one.
  download,
});

await writeFile(file, video.uint8Array);
console.log(`${file}: ${video.uint8Array.length} bytes of ${video.mediaType}`);

async function download({ url }: { url: URL }) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.href} was answered with ${response.status}`);
  const mediaType = response.headers.get("content-type") ?? undefined;
  return { data: new Uint8Array(await response.arrayBuffer()), mediaType };
}
