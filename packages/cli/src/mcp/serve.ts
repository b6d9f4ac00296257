import { once } from "node:events";

import type { DashqueueClient } from "@dashqueue/client";
import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";

import { addTools } from "./tools.ts";

const INSTRUCTIONS =
  "dashqueue runs paid generations (videos, images and more) on DashScope. Read a model with models before the first request to it. submit spends money, once for each request and purpose; then wait until the generation has ended.";

/** Serves agents over stdin and stdout, until stdin ends or the signal aborts. */
export async function serveMcp(client: DashqueueClient, signal: AbortSignal): Promise<void> {
  const handle = serveStdio(() => {
    const server = new McpServer(
      { name: "dashqueue", version: "1" },
      { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
    );
    addTools(server, client);
    return server;
  });
  try {
    await once(process.stdin, "end", { signal });
  } finally {
    await handle.close();
  }
}
