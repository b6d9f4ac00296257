import type { CreateRequest, FindModel, MediaUrl, Problem } from "@dashqueue/dashscope";
import { mediaProblems, mediaUrls } from "@dashqueue/dashscope";
import type { Logger } from "@dashqueue/service";

import type { Look } from "./media-look.ts";

export interface PreflightPorts {
  /** Finds out what the files are. */
  readonly lookAt: (places: readonly MediaUrl[]) => Promise<readonly Look[]>;
  readonly findModel: FindModel;
  readonly logger: Pick<Logger, "warn">;
}

/**
 * Looks at the files of a request and names those that the provider cannot fetch or will refuse. What cannot be found out
 * is no problem: the provider may succeed.
 */
export function createPreflight(
  ports: PreflightPorts,
): (request: CreateRequest) => Promise<readonly Problem[]> {
  const { lookAt, findModel, logger } = ports;
  return async (request) => {
    const media = findModel(request.model)?.media;
    const places = mediaUrls(request).filter(({ url }) => /^(https?|data):/i.test(url));
    if (media === undefined || places.length === 0) return [];
    const looks = await lookAt(places);
    for (const { kind, path, ...said } of looks) {
      if (kind === "unknown")
        logger.warn({ event: "media-unknown", model: request.model, path, ...said });
    }
    const unreachable = looks.filter((look) => look.kind === "problem");
    const probed = looks.filter((look) => look.kind === "probed");
    return [
      ...unreachable.map(({ path, message }) => ({ path, message })),
      ...mediaProblems(media, probed),
    ];
  };
}
