import { parseCreateBody } from "../tasks/create-body.ts";
import type { Fault } from "./fault.ts";
import { presetFault } from "./presets.ts";
import { parseMarkers } from "./markers.ts";

/** The faults that prompts ask for by markers, each once, also where a create is sent again. */
export type MarkedFaults = {
  /** For a create that has just come; answers its prompt. */
  readonly read: (bodyText: string) => string | undefined;
  readonly clear: () => void;
};

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
