const microsPerUnit = 1_000_000n;

/** Seconds × price per second, exact to a millionth, as a decimal string with at least two decimals: `3.50`. */
export function costOf(seconds: number, pricePerSecond: string): string {
  const milliseconds = BigInt(Math.round(seconds * 1000));
  return formatMicros((milliseconds * parseMicros(pricePerSecond)) / 1000n);
}

/** The exact sum of decimal strings. */
export function sumOf(amounts: readonly string[]): string {
  return formatMicros(amounts.reduce((total, amount) => total + parseMicros(amount), 0n));
}

function parseMicros(amount: string): bigint {
  const [whole = "0", decimals = ""] = amount.split(".");
  return BigInt(whole) * microsPerUnit + BigInt(decimals.padEnd(6, "0"));
}

function formatMicros(micros: bigint): string {
  const decimals = String(micros % microsPerUnit).padStart(6, "0");
  return `${micros / microsPerUnit}.${decimals.replace(/0{1,4}$/, "")}`;
}
