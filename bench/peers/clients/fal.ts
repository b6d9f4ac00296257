import { createFalClient } from "@fal-ai/client";

import type { ClientResult } from "../result.ts";
import { startDroppingServer } from "./dropping-server.ts";

/** fal's client with default options and another address. It does not use DashScope's protocol. */
export async function runFal(calls: number): Promise<ClientResult> {
  await using server = await startDroppingServer();
  const fal = createFalClient({
    credentials: "bench",
    suppressLocalCredentialsWarning: true,
    fetch: (_url, init) => fetch(server.url, init),
  });
  let delivered = 0;
  for (let call = 1; call <= calls; call += 1) {
    const submitting = fal.queue.submit("fal-ai/wan-25-preview/text-to-video", {
      input: { prompt: `film ${call}` },
    });
    await submitting.then(() => (delivered += 1)).catch(() => {});
  }
  return { paid: server.paid(), delivered };
}
