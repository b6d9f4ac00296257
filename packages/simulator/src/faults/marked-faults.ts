import { parseCreateBody } from "../checks/create-body.ts";
import type { Fault } from "./fault.ts";
import { parseMarkers } from "./markers.ts";
import { presetFault } from "./presets.ts";

/** The faults that markers in prompts request. A repeated prompt does not add its faults again. */
export interface MarkedFaults {
  /** Adds the faults of a new create request and returns its prompt. */
  readonly read: (bodyText: string) => string | undefined;
  readonly clear: () => void;
}

export function createMarkedFaults(add: (fault: Fault) => void): MarkedFaults {
  const seen = new Set<string>();
  return {
    read: (bodyText) => {
      const prompt = parseCreateBody(bodyText)?.input?.["prompt"];
      if (typeof prompt !== "string") return undefined;
      const { faults } = parseMarkers(prompt);
      if (faults.length === 0 || seen.has(prompt)) return prompt;
      seen.add(prompt);
      for (const fault of faults.map(presetFault))
        add(fault.on === "list" ? fault : { ...fault, match: { prompt } });
      return prompt;
    },
    clear: () => seen.clear(),
  };
}
