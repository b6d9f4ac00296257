import type { Generation } from "./generation.ts";

/** A trace context of version 00, or what a later version has of it (W3C Trace Context, 2, 4). */
const TRACEPARENT =
  /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-([\da-f]{2})(?:$|-)/;

/** Reads a `traceparent` as version 00; undefined for one that is absent or invalid. */
export function readTraceparent(value: unknown): string | undefined {
  const isValid = typeof value === "string" && TRACEPARENT.test(value);
  return isValid ? `00${value.slice(2, LENGTH)}` : undefined;
}

const LENGTH = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".length;

/** 32 hexadecimal digits. */
function traceIdOf(traceparent: string): string {
  return traceparent.slice("00-".length, "00-".length + 32);
}

/** What log lines about a generation say of its trace. @param isOn whether spans are sent */
export function traceFieldsOf(
  generation: Pick<Generation, "id" | "traceparent">,
  isOn: boolean,
): { readonly trace_id?: string } {
  const traceparent = isOn ? traceparentOf(generation) : generation.traceparent;
  return traceparent === undefined ? {} : { trace_id: traceIdOf(traceparent) };
}

const ULID = /^gen_([0-7][\dA-HJKMNP-TV-Z]{25})$/;
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * The trace that the spans of a generation continue: the one that it was submitted in, or else one
 * that its id names, because a ULID has as many bits as the id of a trace.
 */
export function traceparentOf({
  id,
  traceparent,
}: Pick<Generation, "id" | "traceparent">): string | undefined {
  const [, ulid] = ULID.exec(id) ?? [];
  if (traceparent !== undefined || ulid === undefined) return traceparent;
  const digits = Array.from(ulid, (digit) => BigInt(DIGITS.indexOf(digit)));
  const bits = digits.reduce((sum, digit) => sum * 32n + digit, 0n);
  const hex = bits.toString(16).padStart(32, "0");
  return `00-${hex}-${hex.slice(16)}-01`;
}
