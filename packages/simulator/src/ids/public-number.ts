import { createHash } from "node:crypto";

/** The stable number that represents a key or an account in answers, in place of its name. */
export function publicNumber(name: string, digits: number): string {
  const hash = createHash("sha256").update(name).digest().readBigUInt64BE();
  return String(hash % 10n ** BigInt(digits)).padStart(digits, "1");
}
