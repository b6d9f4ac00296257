import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

import type { finishEvent } from "../src/events/finish-event.ts";

export interface ReceivedEvent {
  readonly at: number;
  readonly token: string | string[] | undefined;
  readonly event: ReturnType<typeof finishEvent>;
}

export interface EventReceiver extends AsyncDisposable {
  readonly url: string;
  /** The events received for this task so far. */
  readonly about: (taskId: string) => readonly ReceivedEvent[];
}

/** Starts an HTTP server that receives events, like the target of an EventBridge rule. */
export async function startEventReceiver(): Promise<EventReceiver> {
  const received: ReceivedEvent[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const event = JSON.parse(await text(request)) as ReceivedEvent["event"];
    received.push({
      at: Date.now(),
      token: request.headers["x-eventbridge-signature-token"],
      event,
    });
    response.end();
  };
  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("the event receiver has no port");
  return {
    url: `http://127.0.0.1:${address.port}/events`,
    about: (taskId) => received.filter(({ event }) => event.data.task_id === taskId),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
