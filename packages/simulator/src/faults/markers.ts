import type { PresetName } from "./presets.ts";
import { isPreset } from "./presets.ts";

/** Instructions to the simulator in a prompt, such as `[sim:fail DataInspectionFailed]`. */
export interface Markers {
  /** The task ends FAILED; a null code is a failure without code and message. */
  readonly fail: { readonly code: string | null } | null;
  /** How many images of a batch fail; the task succeeds with the others. */
  readonly failImages: number;
  /** The length of the input video, which the simulator never fetches; null means 5 s. */
  readonly inputSeconds: number | null;
  readonly pendingMs: number | null;
  readonly runningMs: number | null;
  /** Presets, each for the first matching request about this prompt or its task. */
  readonly faults: readonly PresetName[];
}

const MARKER = /\[sim:([a-z-]+)(?: ([^\s\]]+))?\]/g;

/** Reads the markers of a prompt. The last of one kind counts; invalid markers are plain text. */
export function parseMarkers(prompt: string): Markers {
  const values = new Map<string, string | null>();
  const faults: PresetName[] = [];
  for (const [, name = "", value = null] of prompt.matchAll(MARKER)) {
    values.set(name, value);
    if (name === "fault" && value !== null && isPreset(value)) faults.push(value);
  }
  const failCode = values.get("fail");
  return {
    fail: failCode === undefined ? null : { code: failCode },
    failImages: Math.floor(parseNumber(values.get("fail-images")) ?? 0),
    inputSeconds: parseNumber(values.get("input-seconds")),
    pendingMs: parseNumber(values.get("pending-ms")),
    runningMs: parseNumber(values.get("running-ms")),
    faults,
  };
}

function parseNumber(value: string | null | undefined): number | null {
  return /^\d{1,9}(?:\.\d{1,3})?$/.test(value ?? "") ? Number(value) : null;
}
