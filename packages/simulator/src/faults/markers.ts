import { isPreset, type PresetName } from "./presets.ts";

/** What a prompt asks of the simulator itself, by markers such as `[sim:fail DataInspectionFailed]`. */
export type Markers = {
  /** The task ends FAILED; a null code is a failure without code and message. */
  readonly fail: { readonly code: string | null } | null;
  /** So many images of a batch are not made; the task succeeds with the others. */
  readonly failImages: number;
  /** How long the input video is: the simulator fetches nothing, and takes 5 s otherwise. */
  readonly inputSeconds: number | null;
  readonly pendingMs: number | null;
  readonly runningMs: number | null;
  /** Faults by name, each for the first request about this prompt, or its task, that it can meet. */
  readonly faults: readonly PresetName[];
};

const marker = /\[sim:([a-z-]+)(?: ([^\s\]]+))?\]/g;

/** Reads the markers of a prompt; of two of one kind the last counts, an unknown or malformed one is plain text. */
export function parseMarkers(prompt: string): Markers {
  const values = new Map<string, string | null>();
  const faults: PresetName[] = [];
  for (const [, name = "", value = null] of prompt.matchAll(marker)) {
    values.set(name, value);
    if (name === "fault" && value !== null && isPreset(value)) faults.push(value);
  }
  const failCode = values.get("fail");
  return {
    fail: failCode === undefined ? null : { code: failCode },
    failImages: Math.floor(numberOf(values.get("fail-images")) ?? 0),
    inputSeconds: numberOf(values.get("input-seconds")),
    pendingMs: numberOf(values.get("pending-ms")),
    runningMs: numberOf(values.get("running-ms")),
    faults,
  };
}

function numberOf(value: string | null | undefined): number | null {
  return /^\d{1,9}(?:\.\d{1,3})?$/.test(value ?? "") ? Number(value) : null;
}
