import type { DashqueueClient, Generation } from "@dashqueue/client";
import { DashqueueError } from "@dashqueue/client";
import type { CallToolResult, McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

import { failureText } from "../terminal/failure-text.ts";
import { purchaseKey } from "./purchase-key.ts";

const request = {
  model: z.string().describe("Such as wan2.6-t2v; the tool models lists them."),
  input: z.record(z.string(), z.unknown()).describe("The prompt and the media of the model."),
  parameters: z.record(z.string(), z.unknown()).optional(),
};

const id = z.string().describe("The id of the generation: gen_…");

const SUBMIT = `Submits a request for a paid generation and returns at once with its id. This spends money.

The same request with the same purpose is bought once: a repeat returns the generation that the first call made, with replayed: true. So repeat a call without fear if its answer was lost. To buy the same request again, for another variant or after a failure, change the purpose.`;

const WAIT = `Waits until a generation has ended, at most timeout_seconds, and returns it with the paths of its files. If it has not ended by then, call it again: that costs nothing.`;

const LONGEST_WAIT_S = 300;

/** The tools of the MCP server. Only `submit` spends money. */
export function addTools(server: McpServer, client: DashqueueClient): void {
  addQuote(server, client);
  addSubmit(server, client);
  addReading(server, client);
  addWait(server, client);
  server.registerTool(
    "cancel",
    {
      description:
        "Cancels a generation, if the provider still allows it. cancel: confirmed was not charged; refused continues, and is charged if it succeeds.",
      inputSchema: z.object({ id }),
      annotations: { destructiveHint: true, idempotentHint: true },
    },
    ({ id }, { mcpReq: { signal } }) =>
      answered(async () => summaryOf(await client.cancel(id, { signal }))),
  );
}

function addSubmit(server: McpServer, client: DashqueueClient): void {
  const purpose = z
    .string()
    .max(200)
    .default("")
    .describe("What it is for, if the same request is bought more than once: variant 2, order 17.");
  server.registerTool(
    "submit",
    {
      description: SUBMIT,
      inputSchema: z.object({ ...request, purpose }),
      annotations: { destructiveHint: true, idempotentHint: true },
    },
    ({ purpose, model, input, parameters }, { mcpReq: { signal } }) =>
      answered(async () => {
        const submission = { model, input, ...(parameters === undefined ? {} : { parameters }) };
        const idempotencyKey = purchaseKey(submission, purpose);
        const { generation, isReplay } = await client.submit(submission, {
          idempotencyKey,
          signal,
        });
        return { ...summaryOf(generation), replayed: isReplay };
      }),
  );
}

function addQuote(server: McpServer, client: DashqueueClient): void {
  server.registerTool(
    "quote",
    {
      description:
        "What a request would cost at most, what would be ignored or refused, and how long it would wait. Buys and stores nothing.",
      inputSchema: z.object(request),
      annotations: { readOnlyHint: true },
    },
    ({ model, input, parameters }, { mcpReq: { signal } }) =>
      answered(async () => {
        const submission = { model, input, ...(parameters === undefined ? {} : { parameters }) };
        return { ...(await client.quote(submission, { signal })) };
      }),
  );
}

function addReading(server: McpServer, client: DashqueueClient): void {
  server.registerTool(
    "status",
    {
      description: "Reads a generation: its status, cost, files, and why it waits or failed.",
      inputSchema: z.object({ id }),
      annotations: { readOnlyHint: true },
    },
    ({ id }, { mcpReq: { signal } }) =>
      answered(async () => summaryOf(await client.get(id, { signal }))),
  );
  server.registerTool(
    "models",
    {
      description:
        "Lists the models with their prices. With id: the JSON Schema of one model's request, and an example.",
      inputSchema: z.object({ id: z.string().optional() }),
      annotations: { readOnlyHint: true },
    },
    ({ id }, { mcpReq: { signal } }) =>
      answered(async () => {
        if (id !== undefined) return client.model(id, { signal });
        const models = await client.models({ signal });
        return { models: models.map(({ id, price, limits }) => ({ id, price, limits })) };
      }),
  );
}

function addWait(server: McpServer, client: DashqueueClient): void {
  const seconds = z.int().min(1).max(LONGEST_WAIT_S).default(50);
  server.registerTool(
    "wait",
    {
      description: WAIT,
      inputSchema: z.object({ id, timeout_seconds: seconds }),
      annotations: { readOnlyHint: true },
    },
    ({ id, timeout_seconds: seconds }, { mcpReq: { signal } }) =>
      answered(async () => {
        const limit = AbortSignal.timeout(seconds * 1_000);
        try {
          const signals = AbortSignal.any([signal, limit]);
          return summaryOf(await client.wait(id, { signal: signals }));
        } catch (error) {
          if (!limit.aborted || signal.aborted) throw error;
          return summaryOf(await client.get(id, { signal }));
        }
      }),
  );
}

/** What an agent needs of a generation. */
function summaryOf(generation: Generation) {
  const { id, status, model, cost, waiting, output, error, cancel } = generation;
  return { id, status, model, cost, cancel, waiting, files: output?.files ?? [], error };
}

/** A refusal is an answer for the agent; a bug is not. */
async function answered(work: () => Promise<object>): Promise<CallToolResult> {
  try {
    return { content: [{ type: "text", text: JSON.stringify(await work()) }] };
  } catch (error) {
    if (!(error instanceof DashqueueError)) throw error;
    return { content: [{ type: "text", text: failureText(error) }], isError: true };
  }
}
