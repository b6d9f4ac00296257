export { beijingTime, parseBeijingDigits } from "./answers/beijing-time.ts";
export type { CancelAnswer } from "./answers/cancel-answer.ts";
export type { CreateAnswer } from "./answers/create-answer.ts";
export type { EndpointAnswer } from "./answers/endpoint-answer.ts";
export type { FailedEntry } from "./answers/results/failed-entries.ts";
export type { ListAnswer, TaskRow } from "./answers/list-answer.ts";
export type { ModelQuota, QuotaAnswer, QuotaPath } from "./quotas/quota-answer.ts";
export { QUOTA_PATHS } from "./quotas/quota-answer.ts";
export type { ResultKind } from "./answers/results/file-types.ts";
export type { ResultFile } from "./answers/results/result-files.ts";
export type { Task, Usage } from "./answers/task.ts";
export type { TaskAnswer } from "./answers/task-answer.ts";
export type { UploadAnswer } from "./answers/upload-answer.ts";
export type { FindModel } from "./catalog/catalog.ts";
export {
  findModel,
  isSameModel,
  limitGroupOf,
  limitsIn,
  MODELS,
  modelsInGroup,
  sentNameOf,
} from "./catalog/catalog.ts";
export type { Confidence } from "./facts/confidence.ts";
export type { ModelConfiguration, ModelSettings } from "./catalog/configured-models.ts";
export { configuredModels } from "./catalog/configured-models.ts";
export type { Limits, Model, Polling, ResultShape } from "./facts/model.ts";
export { isOffered, isOfferedIn } from "./catalog/region-offer.ts";
export { describedRequest } from "./catalog/described-request.ts";
export { retirementOf, retiresAt } from "./catalog/retirement.ts";
export { PATHS } from "./facts/shared-facts.ts";
export type { Market, Site } from "./facts/market.ts";
export { marketOf, SITES } from "./facts/market.ts";
export type { Region } from "./facts/region.ts";
export { REGIONS, regionOf } from "./facts/region.ts";
export type { DateReading } from "./client/connection.ts";
export type { ClientOptions } from "./client/create-client.ts";
export { createDashScopeClient } from "./client/create-client.ts";
export type { CreateTerms, DashScopeClient, ListQuery } from "./client/dashscope-client.ts";
export type { UploadFile } from "./client/upload-form.ts";
export type { Cost } from "./cost/cost.ts";
export type { Estimate } from "./cost/cost.ts";
export { costOf, currencyOf, estimateCost, estimateOf } from "./cost/cost.ts";
export type { Price } from "./facts/price.ts";
export { classify } from "./failure/classify.ts";
export type { Failure, FailureKind } from "./failure/failure.ts";
export { FAILURE_KINDS } from "./failure/failure.ts";
export type { MediaKind } from "./media/media-kind.ts";
export { mediaKindOf } from "./media/media-kind.ts";
export type { MediaRules } from "./media/media-rules.ts";
export { mediaProblems } from "./media/media-rules.ts";
export type { MediaUrl } from "./media/media-urls.ts";
export { mediaUrls, withMediaUrls } from "./media/media-urls.ts";
export { dataUrlOf } from "./media/raw-base64.ts";
export type { PlacedMedia, ProbedMedia } from "./media/probed-media.ts";
export type { CreateRequest } from "./checks/create-request.ts";
export { isTooDeep, MOST_LEVELS } from "./checks/nesting.ts";
export { fieldsOf } from "./checks/known-fields.ts";
export type { Problem } from "./checks/problem-text.ts";
export { problemsOf, sentenceOf } from "./checks/problem-text.ts";
export { didYouMean, similarModels, similarTo } from "./checks/similar.ts";
export type { LenientReading } from "./request/lenient-reading.ts";
export { readLeniently } from "./request/lenient-reading.ts";
export type { ReadRequest, ReadRequestOptions } from "./request/read-request.ts";
export { readRequest } from "./request/read-request.ts";
export { withoutNulls } from "./request/without-nulls.ts";
