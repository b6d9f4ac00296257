import type { FindModel } from "./catalog.ts";
import { findModel, limitGroupOf } from "./catalog.ts";
import type { Model } from "../facts/model.ts";
import { REGIONS } from "../facts/region.ts";
import { unknownModel } from "./unknown-model.ts";

/** An operator's settings for one model. */
export interface ModelSettings {
  /** Path of the create request, below the base URL. */
  readonly path?: string | undefined;
  /**
   * The provider's name for it, where it is not the id: Beijing's own pages disagree on the name of
   * VACE.
   */
  readonly sentAs?: string | undefined;
}

export interface ModelConfiguration {
  /** Accepts a model that is not in the catalog, unchecked. */
  readonly allowUnknown: boolean;
  readonly settings: Readonly<Record<string, ModelSettings>>;
}

/** The characters of every documented model id. */
const ID = /^[\w./-]{1,128}$/;

/** The catalog with an operator's settings applied. */
export function configuredModels({ allowUnknown, settings }: ModelConfiguration): FindModel {
  return (id) => {
    const own = Object.hasOwn(settings, id) ? settings[id] : undefined;
    const known = findModel(id) ?? (allowUnknown && ID.test(id) ? unknownModel(id) : undefined);
    return known === undefined || own === undefined ? known : withSettings(known, own);
  };
}

function withSettings(model: Model, { path, sentAs = model.sentAs }: ModelSettings): Model {
  const known = path === undefined ? {} : { path, isPathKnown: true };
  const configured = { ...model, ...known };
  return sentAs === model.sentAs ? configured : sentUnder(sentAs, configured);
}

/** The provider knows only the name that is sent, and counts by it. */
function sentUnder(sentAs: string, model: Model): Model {
  const { limits, limitsIn = {} } = findModel(sentAs) ?? model;
  const limitGroup = limitGroupOf(sentAs);
  // An operator who sets the name vouches that the regions in use offer the model.
  return { ...model, sentAs, limitGroup, limits, limitsIn, regions: REGIONS };
}
