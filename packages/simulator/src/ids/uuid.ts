/** Builds a version 4 UUID from random numbers in [0, 1). */
export function createUuid(random: () => number): string {
  const bytes = Uint8Array.from({ length: 16 }, (_, index) => {
    const byte = Math.floor(random() * 256);
    if (index === 6) return (byte & 0x0f) | 0x40;
    return index === 8 ? (byte & 0x3f) | 0x80 : byte;
  });
  const hex = Buffer.from(bytes).toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
