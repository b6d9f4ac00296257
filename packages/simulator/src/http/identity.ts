import { createHash } from "node:crypto";

/** A UUID of version 4 out of these random numbers (each from 0 up to, not including, 1). */
export function createUuid(random: () => number): string {
  const bytes = Uint8Array.from({ length: 16 }, (_, index) => {
    const byte = Math.floor(random() * 256);
    if (index === 6) return (byte & 0x0f) | 0x40;
    return index === 8 ? (byte & 0x3f) | 0x80 : byte;
  });
  const hex = Buffer.from(bytes).toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Digits that stand for a name, always the same ones: what DashScope shows of keys and accounts. */
export function publicNumber(name: string, digits: number): string {
  const hash = createHash("sha256").update(name).digest().readBigUInt64BE();
  return String(hash % 10n ** BigInt(digits)).padStart(digits, "1");
}
