export type {
  ApiKey,
  Costs,
  Delivery,
  Generation,
  Model,
  ModelWithExample,
  NewApiKey,
  NewTenant,
  Quote,
  Submission,
  Tenant,
  TenantWithKeys,
  Upload,
  WebhookMessage,
} from "./api/operations.generated.ts";
export type { BuyOptions, CallOptions } from "./calls/call.ts";
export type { CatalogCalls, CostsFilter } from "./calls/catalog.ts";
export type { FileCalls, ResultFile } from "./calls/files.ts";
export type {
  Finding,
  GenerationCalls,
  ListFilter,
  Purchase,
  Submitted,
} from "./calls/generations.ts";
export type { ServerState, ServiceCalls } from "./calls/service.ts";
export type { TenantCalls, TenantChange, TenantToCreate } from "./calls/tenants.ts";
export type { ClientOptions, DashqueueClient } from "./create-dashqueue-client.ts";
export { createDashqueueClient } from "./create-dashqueue-client.ts";
export type { FollowOptions, GenerationEvent } from "./events/follow.ts";
export type { Progress, WaitOptions } from "./events/wait.ts";
export { hasEnded } from "./events/wait.ts";
export type { DashqueueErrorKind, FieldProblem } from "./http/dashqueue-error.ts";
export { DashqueueError } from "./http/dashqueue-error.ts";
export type { WebhookRequest } from "./webhooks/verify-webhook.ts";
export { verifyWebhook } from "./webhooks/verify-webhook.ts";
