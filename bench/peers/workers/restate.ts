import { createEndpointHandler, service } from "@restatedev/restate-sdk";
import type { Context } from "@restatedev/restate-sdk";
import { createServer } from "node:http2";

import { assignment, createTask, readStatus, report } from "../provider.ts";

/**
 * As in Restate's documentation, "Durable steps" and "Scheduling & timers": a handler whose steps
 * the server keeps.
 */
const { baseUrl, pollMs } = assignment();

const films = service({
  name: "films",
  handlers: {
    async generate(context: Context, prompt: string) {
      const taskId = await context.run("create", () => createTask(baseUrl, prompt));
      for (;;) {
        const status = await context.run("poll", () => readStatus(baseUrl, taskId));
        if (status === "SUCCEEDED") break;
        if (status === "FAILED") throw new Error("the task failed");
        await context.sleep(pollMs);
      }
      await context.run("report", async () => report("finished"));
    },
  },
});

const server = createServer(createEndpointHandler({ services: [films] }));
server.listen(Number(process.env["PORT"]), "127.0.0.1");
