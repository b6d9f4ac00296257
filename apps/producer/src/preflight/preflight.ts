import type { UploadStore } from "@dashqueue/archive";
import type { CreateRequest, FindModel, MediaUrl, Problem } from "@dashqueue/dashscope";
import { mediaProblems, mediaUrls } from "@dashqueue/dashscope";
import { storedUploadId, uploadIdOf } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { Inspection } from "./inspection.ts";
import { archivedUrl } from "./archived-file.ts";

export interface PreflightPorts {
  readonly inspect: (files: readonly MediaUrl[]) => Promise<readonly Inspection[]>;
  readonly findModel: FindModel;
  readonly uploads: Pick<UploadStore, "use" | "keyOf">;
  readonly logger: Pick<Logger, "warn">;
}

/**
 * Checks the media files of a request before it is submitted, and names those that the provider
 * cannot fetch or will reject. A file whose state is unknown passes, because the provider may
 * succeed with it.
 */
export function createPreflight(
  ports: PreflightPorts,
): (request: CreateRequest, tenant: string) => Promise<readonly Problem[]> {
  const { inspect, findModel, uploads, logger } = ports;
  return async (request, tenant) => {
    const media = findModel(request.model)?.media;
    if (media === undefined) return [];
    const files: MediaUrl[] = [];
    for (const place of mediaUrls(request)) {
      const id = uploadIdOf(place.url);
      const upload = id && (await uploads.use(storedUploadId(tenant, id)));
      if (upload) files.push({ ...place, url: archivedUrl(uploads.keyOf(upload)) });
      if (/^https?:/i.test(place.url)) files.push(place);
    }
    if (files.length === 0) return [];
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
