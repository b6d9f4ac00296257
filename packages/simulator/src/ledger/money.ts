const MICROS_PER_UNIT = 1_000_000n;

/**
 * Units times the price of one, exact to a millionth, as a decimal string with at least two
 * decimals: `3.50`.
 */
export function costOf(units: number, unitPrice: string): string {
  const millionths = BigInt(Math.round(units * 1_000_000));
  return formatMicros((millionths * parseMicros(unitPrice)) / MICROS_PER_UNIT);
}

/** The exact sum of decimal strings. */
export function sumOf(amounts: readonly string[]): string {
  return formatMicros(amounts.reduce((total, amount) => total + parseMicros(amount), 0n));
}

function parseMicros(amount: string): bigint {
  const [whole = "0", decimals = ""] = amount.split(".");
  return BigInt(whole) * MICROS_PER_UNIT + BigInt(decimals.padEnd(6, "0"));
}

function formatMicros(micros: bigint): string {
  const decimals = String(micros % MICROS_PER_UNIT).padStart(6, "0");
  return `${micros / MICROS_PER_UNIT}.${decimals.replace(/0{1,4}$/, "")}`;
}
