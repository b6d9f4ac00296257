import Replicate from "replicate";

import type { ClientResult } from "../result.ts";
import { startDroppingServer } from "./dropping-server.ts";

/**
 * Replicate's client with default options and another address. It does not use DashScope's
 * protocol.
 */
export async function runReplicate(calls: number): Promise<ClientResult> {
  await using server = await startDroppingServer();
  const replicate = new Replicate({ auth: "r8-bench", baseUrl: server.url });
  let delivered = 0;
  for (let call = 1; call <= calls; call += 1) {
    const creating = replicate.predictions.create({
      model: "wan-video/wan-2.5-t2v",
      input: { prompt: `film ${call}` },
    });
    await creating.then(() => (delivered += 1)).catch(() => {});
  }
  return { paid: server.paid(), delivered };
}
