export type {
  ApiKey,
  Batch,
  BatchQuote,
  BulkOperation,
  BulkPreview,
  Costs,
  Delivery,
  Generation,
  Model,
  ModelWithExample,
  NewApiKey,
  NewTenant,
  NewWebhookSecret,
  Quote,
  Submission,
  Tenant,
  TenantWithKeys,
  Upload,
  WebhookMessage,
  WebhookSecret,
  Worker,
} from "./api/operations.generated.ts";
export type { BatchCalls, BatchLines, BatchResult, SubmittedBatch } from "./calls/batches.ts";
export type { BulkAction, BulkCalls, BulkFilter, BulkOptions, StartedBulk } from "./calls/bulk.ts";
export type { BuyOptions, CallOptions } from "./calls/call.ts";
export type { CatalogCalls, CostsFilter } from "./calls/catalog.ts";
export type { FileCalls, ResultFile } from "./calls/files.ts";
export type {
  Finding,
  GenerationCalls,
  ListFilter,
  Purchase,
  SubmitOptions,
  Submitted,
} from "./calls/generations.ts";
export type { PollOptions } from "./calls/poll-until.ts";
export type { ServerState, ServiceCalls } from "./calls/service.ts";
export type { TenantCalls, TenantChange, TenantToCreate } from "./calls/tenants.ts";
export type { WorkerCalls } from "./calls/workers.ts";
export type { ClientOptions, DashqueueClient } from "./create-dashqueue-client.ts";
export { createDashqueueClient } from "./create-dashqueue-client.ts";
export type { FollowOptions, GenerationEvent } from "./events/follow.ts";
export type { Progress, WaitOptions } from "./events/wait.ts";
export { hasEnded } from "./events/wait.ts";
export type { DashqueueErrorKind, FieldProblem } from "./http/dashqueue-error.ts";
export { DashqueueError } from "./http/dashqueue-error.ts";
export type { WebhookRequest } from "./webhooks/verify-webhook.ts";
export { verifyWebhook } from "./webhooks/verify-webhook.ts";
