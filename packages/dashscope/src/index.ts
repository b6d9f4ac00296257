export type { CancelAnswer } from "./client/cancel-answer.ts";
export type { FindModel } from "./models/catalogue.ts";
export {
  findModel,
  isSameModel,
  limitGroupOf,
  limitsIn,
  MODELS,
  modelsSharing,
} from "./models/catalogue.ts";
export type {
  Confidence,
  Limits,
  Model,
  Polling,
  ResultShape,
  UsageShape,
} from "./catalogue/model.ts";
export type { Price } from "./cost/price.ts";
export type { ClientOptions, DashScopeClient, ListQuery } from "./client/client.ts";
export { createDashScopeClient } from "./client/client.ts";
export type { ModelConfiguration, ModelSettings } from "./models/configured-models.ts";
export { configuredModels } from "./models/configured-models.ts";
export type { Cost } from "./cost/cost.ts";
export { costOf, estimateCost } from "./cost/cost.ts";
export type { CreateAnswer } from "./client/create-answer.ts";
export type { FailedEntry } from "./failure/failed-entries.ts";
export type { Failure, FailureKind } from "./failure/failure.ts";
export { FAILURE_KINDS } from "./failure/failure.ts";
export { classify } from "./failure/failure-table.ts";
export type { ListAnswer, TaskRow } from "./client/list.ts";
export type { MediaKind, MediaRules, PlacedMedia, ProbedMedia } from "./media/media-rules.ts";
export { mediaProblems } from "./media/media-rules.ts";
export type { MediaUrl } from "./media/media-urls.ts";
export { mediaKindOf, mediaUrls, withMediaUrls } from "./media/media-urls.ts";
export type { Problem } from "./request/problem-text.ts";
export { problemsOf, sentenceOf } from "./request/problem-text.ts";
export type { Region } from "./client/region.ts";
export { REGIONS, regionOf } from "./client/region.ts";
export { isOffered, isOfferedIn } from "./models/region-offer.ts";
export type { CreateRequest, ReadRequest, ReadRequestOptions } from "./request/request.ts";
export { readRequest } from "./request/request.ts";
export type { ResultFile } from "./client/result-files.ts";
export type { Task, TaskAnswer, Usage } from "./client/task.ts";
export { beijingTime, parseBeijingDigits } from "./client/time.ts";
export type { UploadAnswer, UploadFile } from "./client/upload.ts";
