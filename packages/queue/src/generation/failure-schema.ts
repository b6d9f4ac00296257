import { z } from "zod";

/** Something that the provider, the network or the storage did. */
export const failureSchema = z.object({
  kind: z.enum([
    "invalid_request",
    "content_rejected",
    "media_rejected",
    "media_unreachable",
    "rate_limited",
    "concurrency_limited",
    "quota_exhausted",
    "arrears",
    "authentication",
    "access_denied",
    "configuration",
    "provider_error",
    "network",
    "unreadable",
    "expired",
    "unresolved",
    "storage",
    "spend_limit",
  ]),
  code: z.string(),
  message: z.string(),
  requestId: z.string().nullable(),
  charged: z.boolean().nullable(),
});
