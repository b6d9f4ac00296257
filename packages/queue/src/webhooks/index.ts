export type { AttemptView } from "./attempt-view.ts";
export { attemptView } from "./attempt-view.ts";
export type { Deliveries, MessageName } from "./deliveries.ts";
export { createDeliveries, MOST_ATTEMPTS_KEPT } from "./deliveries.ts";
export type { DeliveryAttempt } from "./delivery-attempt.ts";
export { messageIdOf } from "./message-id.ts";
export type { Endpoint, EndpointAnswer } from "./endpoint.ts";
export { afterAnswer, enterEndpoint, isEndpointDown } from "./endpoint.ts";
export type { WebhookEndpoints } from "./endpoints.ts";
export { createWebhookEndpoints } from "./endpoints.ts";
export type { SealingKey, WebhookSecret } from "./webhook-secret.ts";
export { WEBHOOK_SECRET_BYTES, webhookSecretText } from "./webhook-secret.ts";
export type { SecretRefusal, WebhookSecrets } from "./webhook-secrets.ts";
export {
  createWebhookSecrets,
  MAX_WEBHOOK_SECRETS,
  WebhookSecretError,
} from "./webhook-secrets.ts";
