import type { CreateRequest } from "../request.ts";
import type { Example } from "./example.ts";
import { IMAGE_EXAMPLES } from "./image-examples.ts";
import { NEWER_EXAMPLES } from "./newer-examples.ts";
import { VENDOR_EXAMPLES } from "./vendor-examples.ts";
import { WAN_EXAMPLES } from "./wan-examples.ts";

/** Every model with its example. */
export const EXAMPLES: readonly (readonly [model: string, example: Example])[] = [
  ...WAN_EXAMPLES,
  ...NEWER_EXAMPLES,
  ...VENDOR_EXAMPLES,
  ...IMAGE_EXAMPLES,
].flatMap((example) => example.models.map((model) => [model, example] as const));

const BY_MODEL = new Map(EXAMPLES);

/** The example of a model, with some fields changed; undefined takes a field away. */
export function requestOf(model: string, input: object = {}, parameters: object = {}): CreateRequest {
  const example = BY_MODEL.get(model);
  if (example === undefined) throw new Error(`no example of ${model}`);
  return {
    model,
    input: { ...example.input, ...input },
    parameters: { ...example.parameters, ...parameters },
  };
}
