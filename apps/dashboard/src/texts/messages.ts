import type { Translate } from "./translate.ts";
import { MESSAGES } from "./zh/advice.ts";

/** The message of a failure. The provider's own words, and what is new, stay as they are. */
export function messageText(message: string, t: Translate): string {
  if (t.language === "en") return message;
  const known = MESSAGES.find(([pattern]) => pattern.test(message));
  return known === undefined ? message : message.replace(...known);
}
