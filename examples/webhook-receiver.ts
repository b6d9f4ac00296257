// Receives webhooks, verifies their signature and acknowledges them.
//
//   PORT=4000 WEBHOOK_SECRET=whsec_… node examples/webhook-receiver.ts
//
// WEBHOOK_SECRET must be the secret of the dashqueue producer and workers. A webhook is delivered
// at least once: use `webhook-id` to recognize a repeated delivery.
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

import { Webhook } from "standardwebhooks";

const { PORT = "4000", WEBHOOK_SECRET } = process.env;
if (WEBHOOK_SECRET === undefined) throw new Error("set WEBHOOK_SECRET to the workers' secret");
const webhook = new Webhook(WEBHOOK_SECRET);
const seen = new Set<string>();

const server = createServer((request, response) => {
  void answer(request).then((status) => response.writeHead(status).end());
});

async function answer(request: IncomingMessage): Promise<number> {
  // The signature covers the exact bytes: verify before parsing.
  const body = await text(request);
  try {
    webhook.verify(body, request.headers as Record<string, string>);
  } catch {
    return 401;
  }
  const id = String(request.headers["webhook-id"]);
  if (!seen.has(id)) {
    seen.add(id);
    const { type, data } = JSON.parse(body) as {
      type: string;
      data: { id: string; status: string };
    };
    // Hand the generation to your own queue here. Keep long work out of this handler: a delivery
    // that is not acknowledged in time is repeated.
    console.log(`${type} ${data.id} ${data.status}`);
  }
  return 204;
}

server.listen(Number(PORT), "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object")
    console.log(`listening on http://127.0.0.1:${address.port}`);
});
