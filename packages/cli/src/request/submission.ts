import type { Submission } from "@dashqueue/client";

import { UsageError } from "../terminal/exit-code.ts";

/** What the options of `submit` say. */
export interface RequestOptions {
  readonly model?: string;
  readonly prompt?: string;
  readonly negativePrompt?: string;
  readonly input?: readonly string[];
  readonly parameter?: readonly string[];
  readonly metadata?: readonly string[];
  readonly priority?: number;
  readonly webhookUrl?: string;
}

/**
 * The submission of a JSON text and of options, which win.
 *
 * @throws UsageError if there is no model, or the text is not a JSON object.
 */
export function submissionOf(json: string | null, options: RequestOptions): Submission {
  const given = json === null ? {} : parseSubmission(json);
  const model = options.model ?? given.model;
  if (model === undefined)
    throw new UsageError(
      "No model: pass --model, or a JSON file with one. `dashqueue models` lists them.",
    );
  const { prompt, negativePrompt, priority, webhookUrl } = options;
  const parameters = { ...given.parameters, ...values("--parameter", options.parameter) };
  const metadata = { ...given.metadata, ...pairsOf("--metadata", options.metadata) };
  return {
    ...given,
    model,
    input: {
      ...given.input,
      ...(prompt === undefined ? {} : { prompt }),
      ...(negativePrompt === undefined ? {} : { negative_prompt: negativePrompt }),
      ...values("--input", options.input),
    },
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    ...(priority === undefined ? {} : { priority }),
    ...(webhookUrl === undefined ? {} : { webhook_url: webhookUrl }),
  };
}

function parseSubmission(json: string): Partial<Submission> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new UsageError(`The request is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new UsageError("The request must be a JSON object with model and input.");
}

/** `duration=5` is a number, `size=1280*720` a string: a value is JSON if it can be. */
function values(option: string, given: readonly string[] = []): Readonly<Record<string, unknown>> {
  const pairs = Object.entries(pairsOf(option, given));
  return Object.fromEntries(pairs.map(([name, value]) => [name, jsonOrText(value)]));
}

/**
 * The pairs of a repeated option.
 *
 * @throws UsageError for one without `=`.
 */
export function pairsOf(
  option: string,
  given: readonly string[] = [],
): Readonly<Record<string, string>> {
  const entries = given.map((pair) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined)
      throw new UsageError(`${option} ${pair}: write it as <name>=<value>.`);
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
