import type { FindModel } from "./catalogue.ts";
import { findModel } from "./catalogue.ts";
import type { Model } from "../catalogue/model.ts";
import { REGIONS } from "../client/region.ts";
import { unknownModel } from "../request/unknown-model.ts";

/** What an operator says of one model. */
export interface ModelSettings {
  /** Of the create, below the base URL. */
  readonly path?: string | undefined;
  /** What it is called at the provider, where that is not its id: Beijing's own pages do not agree about VACE's. */
  readonly sentAs?: string | undefined;
}

export interface ModelConfiguration {
  /** Takes a model that is not in the catalogue, unchecked: those that come out tomorrow. */
  readonly allowUnknown: boolean;
  readonly settings: Readonly<Record<string, ModelSettings>>;
}

/** The characters of every documented model id. */
const ID = /^[\w./-]{1,128}$/;

/** The catalogue as an operator has configured it. */
export function configuredModels({ allowUnknown, settings }: ModelConfiguration): FindModel {
  return (id) => {
    const own = Object.hasOwn(settings, id) ? settings[id] : undefined;
    const known = findModel(id) ?? (allowUnknown && ID.test(id) ? unknownModel(id) : undefined);
    return known === undefined || own === undefined ? known : withSettings(known, own);
  };
}

function withSettings(
  model: Model,
  { path = model.path, sentAs = model.sentAs }: ModelSettings,
): Model {
  // Whoever says what it is called says that it is there.
  const regions = sentAs === model.sentAs ? model.regions : REGIONS;
  return { ...model, path, sentAs, regions };
}
