import { z } from "zod";

/** A create request as it is kept. It was validated when it was accepted. */
export const requestSchema = z.object({
  model: z.string(),
  input: z.record(z.string(), z.unknown()),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

/**
 * What a create request at DashScope's own paths had besides the stored body. Absent from a record
 * of an earlier version.
 */
export const requestContextSchema = {
  /** The paths of fields that mean nothing to the model and were left out. */
  ignored: z.array(z.string()).readonly().default([]),
  /** `X-DashScope-WorkSpace`: the workspace in which the task is created. */
  workspace: z.string().nullable().default(null),
  /** `X-DashScope-DataInspection`: how the provider inspects the content. */
  dataInspection: z.string().nullable().default(null),
  /** The path of a model that the catalog does not know, below the base URL. */
  path: z.string().nullable().default(null),
};

const schema = z.object(requestContextSchema);
export type RequestContext = z.infer<typeof schema>;

/** A create request with nothing but a body. */
export const PLAIN_CONTEXT: RequestContext = schema.parse({});
