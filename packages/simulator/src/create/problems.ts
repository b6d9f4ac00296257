import type { Problem } from "../checks/check.ts";
import type { CreateBody } from "../checks/create-body.ts";
import { PROVIDER_ERRORS } from "../http/provider-error.ts";
import { findModel } from "../models/catalog.ts";
import type { OpenedCreate } from "./open-create.ts";

export interface Problems {
  /** The first problem that refuses the request. */
  readonly refusal: Problem | null;
  /** The first problem that fails its task instead. */
  readonly failure: Problem | null;
}

/** @param asyncChecks the names of the checks that fail the task. */
export function findProblems(
  { model, checked }: OpenedCreate,
  asyncChecks: ReadonlySet<string>,
): Problems {
  const found = model.checks.flatMap(({ name, find }) => {
    const problem = find(checked);
    return problem === null ? [] : [{ problem, isAsync: asyncChecks.has(name) }];
  });
  return {
    refusal: found.find(({ isAsync }) => !isAsync)?.problem ?? null,
    failure: found.find(({ isAsync }) => isAsync)?.problem ?? null,
  };
}

/**
 * The message with which the simulator refuses a create request with this body, sent to the path of
 * its model; null when it accepts the request.
 */
export function refusalOf(body: CreateBody): string | null {
  const model = findModel(body.model);
  if (model === undefined) return PROVIDER_ERRORS.modelUnknown.message;
  const { refusal } = findProblems({ model, checked: { body, resolvesOss: true } }, new Set());
  return refusal?.message ?? null;
}
