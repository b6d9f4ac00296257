import { ACTIONS, WEBHOOKS } from "./actions.ts";
import type { OwnMessage } from "./own-message.ts";
import { REQUEST_PROBLEMS } from "./request-problems.ts";
import { ARCHIVE, FILES } from "./results.ts";
import { LOST, REQUESTS, WAITING } from "./waiting.ts";

/** The closed set of messages that are our own, not the provider's. */
export const OWN_MESSAGES: readonly OwnMessage[] = [
  ...WAITING,
  ...LOST,
  ...REQUESTS,
  ...FILES,
  ...ARCHIVE,
  ...WEBHOOKS,
  ...ACTIONS,
  ...REQUEST_PROBLEMS,
];
