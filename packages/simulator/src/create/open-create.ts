import type { CheckedRequest } from "../checks/check.ts";
import { parseCreateBody } from "../checks/create-body.ts";
import type { Access, Caller } from "../http/caller.ts";
import type { ProviderError } from "../http/provider-error.ts";
import { PROVIDER_ERRORS } from "../http/provider-error.ts";
import { findModel } from "../models/catalog.ts";
import type { Model } from "../models/model.ts";
import type { Settings } from "../settings/settings.ts";

export interface CreateRequest {
  readonly caller: Caller;
  /** `aigc/video-generation/video-synthesis`. */
  readonly path: string;
  readonly isAsync: boolean;
  readonly resolvesOss: boolean;
  readonly text: string;
}

/** A create request that counts against the account's limits. */
export interface OpenedCreate {
  readonly model: Model;
  readonly checked: CheckedRequest;
}

export type OpenCreateRules = Pick<Settings, "models" | "unknownModel"> &
  Pick<Access, "standingOf"> & { readonly now: () => number };

/**
 * Checks everything that precedes the limits: header, JSON, model, path, and the account's
 * standing. The order is inferred.
 * Source of the errors: DashScope's documentation, "错误码".
 */
export function openCreate(
  request: CreateRequest,
  { models, unknownModel, standingOf, now }: OpenCreateRules,
): OpenedCreate | ProviderError {
  if (!request.isAsync) return PROVIDER_ERRORS.notAsynchronous;
  const parsed = parseCreateBody(request.text);
  if (parsed === null) return PROVIDER_ERRORS.bodyInvalid;
  const { model: id, input = {}, parameters = {} } = parsed;
  if (id === undefined) return PROVIDER_ERRORS.modelMissing;
  const model = models.has(id) ? findModel(id) : undefined;
  if (model === undefined || (model.retiredAt ?? Infinity) <= now())
    return unknownModel === "model-not-found"
      ? PROVIDER_ERRORS.modelNotFound
      : PROVIDER_ERRORS.modelUnknown;
  if (model.path !== request.path) return PROVIDER_ERRORS.pathWrong;
  if (standingOf(request.caller.account) === "in-arrears") return PROVIDER_ERRORS.inArrears;
  const body = { model: id, input, parameters };
  return { model, checked: { body, resolvesOss: request.resolvesOss } };
}
