import { resolutionOfSize, sizeOfResolution } from "../fields/video-size.ts";

type Part = "input" | "parameters";

/** A field that some clients send where a model documents another one. */
export interface Synonym {
  readonly from: readonly [Part, string];
  readonly to: readonly [Part, string];
  /** The value of the documented field; undefined for one that it cannot express. */
  readonly translate: (value: unknown) => unknown;
  /** Whether a request may have both: then the documented one counts. */
  readonly agree: (documented: unknown, other: unknown) => boolean;
  /** Whether the documented field says less: then the other one is still named as ignored. */
  readonly losesDetail: boolean;
}

const INPUT_NEGATIVE: Synonym["to"] = ["input", "negative_prompt"];
const PARAMETERS_NEGATIVE: Synonym["to"] = ["parameters", "negative_prompt"];
const SIZE: Synonym["to"] = ["parameters", "size"];
const RESOLUTION: Synonym["to"] = ["parameters", "resolution"];

const same = { translate: (value: unknown) => value, agree: () => true, losesDetail: false };

/**
 * DashScope's Java SDK, the AI SDK and n8n send them. The price depends on the resolution, so two
 * fields that disagree about it are refused.
 */
export const SYNONYMS: readonly Synonym[] = [
  { from: PARAMETERS_NEGATIVE, to: INPUT_NEGATIVE, ...same },
  { from: INPUT_NEGATIVE, to: PARAMETERS_NEGATIVE, ...same },
  {
    ...same,
    from: ["input", "img_url"],
    to: ["input", "media"],
    translate: (url) => [{ type: "first_frame", url }],
  },
  {
    from: RESOLUTION,
    to: SIZE,
    translate: sizeOfResolution,
    agree: (size, resolution) => resolutionOfSize(size) === resolution,
    losesDetail: false,
  },
  {
    from: SIZE,
    to: RESOLUTION,
    translate: resolutionOfSize,
    agree: (resolution, size) => resolutionOfSize(size) === resolution,
    losesDetail: true,
  },
];
