import type { DashqueueClient, Purchase } from "@dashqueue/client";
import type { Command } from "commander";

import { mediaReference, withUploads } from "../request/local-files.ts";
import type { MediaKind } from "../request/media-field.ts";
import { mediaInput } from "../request/media-field.ts";
import type { RequestOptions } from "../request/submission.ts";
import { submissionOf } from "../request/submission.ts";
import { quoteText } from "../terminal/quote-text.ts";
import { generationText } from "../terminal/generation-text.ts";
import { collect, wholeNumber } from "./arguments.ts";
import type { Context } from "./context.ts";
import { readLocal, readText } from "../request/read-text.ts";
import { waitAndSave } from "./wait-and-save.ts";

interface SubmitOptions extends RequestOptions {
  readonly image?: readonly string[];
  readonly video?: readonly string[];
  readonly audio?: readonly string[];
  readonly idempotencyKey?: string;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly save?: string;
}

const MEDIA: readonly MediaKind[] = ["image", "video", "audio"];

export function addSubmit(program: Command, context: Context): void {
  program
    .command("submit")
    .argument("[request]", "JSON file with DashScope's create body; - reads it from stdin")
    .description("submit a request, which is paid for once; local files are uploaded")
    .option("-m, --model <name>", "instead of the model of the file")
    .option("-p, --prompt <text>")
    .option("--negative-prompt <text>")
    .option("--image <file or URL>", "may be repeated", collect)
    .option("--video <file or URL>", "may be repeated", collect)
    .option("--audio <file or URL>", "may be repeated", collect)
    .option("--input <name=value>", "another field of input; file:<path> uploads a file", collect)
    .option("--parameter <name=value>", "such as duration=5; may be repeated", collect)
    .option("--metadata <name=value>", "may be repeated", collect)
    .option("--priority <number>", "the highest goes first", wholeNumber)
    .option("--webhook-url <url>")
    .option("--idempotency-key <key>", "the same key and request are one generation")
    .option("--dry-run", "say what it would cost and how long it would wait; nothing is bought")
    .option("--wait", "wait until it has ended")
    .option("--save <folder>", "wait, and save its files there")
    .action((file: string | undefined, options: SubmitOptions) => submit(context, file, options));
}

async function submit(
  context: Context,
  file: string | undefined,
  options: SubmitOptions,
): Promise<void> {
  const { terminal, print } = context;
  const { signal } = terminal;
  const client = context.client();
  const json = file === undefined ? null : await readText(terminal, file);
  const described = submissionOf(json, options);
  const media = await mediaOf(client, described.model, options, signal);
  const submission = { ...described, input: { ...described.input, ...media } };
  const upload = async (path: string) =>
    (await client.upload(await readLocal(path), { signal })).url;
  const { idempotencyKey, dryRun, wait, save } = options;
  const complete = (await withUploads(submission, upload)) as Purchase;
  if (dryRun === true) {
    const quote = await client.quote(complete, { signal });
    return print(quote, () => quoteText(quote));
  }
  const { generation, isReplay } = await client.submit(complete, { idempotencyKey, signal });
  if (isReplay) terminal.err("This key was used before: nothing was bought.\n");
  if (wait === true || save !== undefined) return waitAndSave(context, generation.id, save);
  print(generation, () => generationText(generation));
}

async function mediaOf(
  client: DashqueueClient,
  model: string,
  options: SubmitOptions,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const given = MEDIA.flatMap((kind) => {
    const files = options[kind];
    return files === undefined ? [] : [{ kind, files: files.map(mediaReference) }];
  });
  if (given.length === 0) return {};
  const { request } = await client.model(model, { signal });
  const inputs = given.map(({ kind, files }) => mediaInput(model, request, kind, files));
  return Object.assign({}, ...inputs) as Readonly<Record<string, unknown>>;
}
