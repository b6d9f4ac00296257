import type { CreateRequest, FindModel, MediaUrl, Problem } from "@dashqueue/dashscope";
import { mediaProblems, mediaUrls } from "@dashqueue/dashscope";
import type { Logger } from "@dashqueue/service";

import type { Inspection } from "./inspection.ts";

export interface PreflightPorts {
  readonly inspect: (files: readonly MediaUrl[]) => Promise<readonly Inspection[]>;
  readonly findModel: FindModel;
  readonly logger: Pick<Logger, "warn">;
}

/**
 * Checks the media files of a request before it is submitted, and names those that the provider
 * cannot fetch or will reject. A file whose state is unknown passes, because the provider may
 * succeed with it.
 */
export function createPreflight(
  ports: PreflightPorts,
): (request: CreateRequest) => Promise<readonly Problem[]> {
  const { inspect, findModel, logger } = ports;
  return async (request) => {
    const media = findModel(request.model)?.media;
    const files = mediaUrls(request).filter(({ url }) => /^(https?|data):/i.test(url));
    if (media === undefined || files.length === 0) return [];
    const inspections = await inspect(files);
    for (const inspection of inspections) {
      if (inspection.kind !== "unknown") continue;
      // The field and not the URL, which may be signed (G7).
      const { path, reason } = inspection;
      logger.warn({ event: "media-unknown", model: request.model, path, reason });
    }
    const unreachable = inspections.filter((inspection) => inspection.kind === "problem");
    const probed = inspections.filter((inspection) => inspection.kind === "probed");
    return [
      ...unreachable.map(({ path, message }) => ({ path, message })),
      ...mediaProblems(media, probed),
    ];
  };
}
