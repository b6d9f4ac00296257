import { createAlibaba } from "@ai-sdk/alibaba";
import { startSimulator } from "@dashqueue/simulator";
import { experimental_generateVideo as generateVideo } from "ai";

import type { ClientResult } from "../result.ts";

/** The AI SDK with its Alibaba provider and default options. */
export async function runAiSdk(calls: number): Promise<ClientResult> {
  await using simulator = await startSimulator({
    limits: { "*": { submitsPerSecond: 10_000, maxInFlight: 100 } },
    faultRates: { rates: { "lost-answer": 1 }, seed: 1 },
  });
  const alibaba = createAlibaba({ videoBaseURL: simulator.url, apiKey: "sk-simulator" });
  let delivered = 0;
  for (let call = 1; call <= calls; call += 1) {
    const generating = generateVideo({
      model: alibaba.video("wan2.5-t2v-preview"),
      prompt: `film ${call}`,
    });
    await generating.then(() => (delivered += 1)).catch(() => {});
  }
  return { paid: simulator.ledger().entries.length, delivered };
}
