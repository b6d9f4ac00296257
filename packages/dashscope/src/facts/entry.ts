import { z } from "zod";

import type { MediaRules } from "../media/media-rules.ts";
import { ANY_MEDIA } from "../media/model-media.ts";
import type { RequestShape } from "../checks/request-shape.ts";
import type { Model, ModelFacts } from "./model.ts";
import type { Region } from "./region.ts";

/** One model as its family describes it, for all its names. */
export interface Entry extends ModelFacts {
  /** Models of the same group share their limits; by default only the names of one model do. */
  readonly limitGroup?: string;
  /**
   * What the files of its requests must be; by default nothing beyond the kind that each field
   * implies.
   */
  readonly media?: MediaRules;
  readonly shape: RequestShape;
}

/** A model under each of its names. */
export function modelsOf(entry: Entry): readonly Model[] {
  return Object.entries(entry.names).map(([id, regions]) => modelOf(entry, id, regions));
}

/** A model under one name. */
export function modelOf(
  { shape, limitGroup, media = ANY_MEDIA, ...facts }: Entry,
  id: string,
  regions: readonly Region[],
): Model {
  return {
    ...facts,
    id,
    isPathKnown: true,
    sentAs: id,
    limitGroup: limitGroup ?? Object.keys(facts.names)[0] ?? id,
    media,
    regions,
    request: shape.schemaOf(z.literal(id)),
    problemsOf: shape.problemsOf,
  };
}
