import type { Entry } from "../../facts/entry.ts";
import type { HostedFamily } from "../../facts/hosted-model.ts";
import { hostedModel } from "../../facts/hosted-model.ts";
import { limits } from "../../facts/shared-facts.ts";
import {
  viduImageToVideo,
  viduKeyframesToVideo,
  viduReferenceToVideo,
  viduTextToVideo,
} from "./request.ts";

/** DashScope's documentation: "rate limit". */
const FAMILY: HostedFamily = {
  vendor: "vidu",
  limitGroup: "vidu",
  limits: limits(5, 5),
  confidence: "third-party",
};
const DOCUMENTED: HostedFamily = { ...FAMILY, confidence: "docs" };

/** The longest video of each generation, in seconds. */
const Q3 = 16;
const Q2 = 10;

function fromImages(kind: string, mostSeconds: number): readonly Entry[] {
  return [
    hostedModel(FAMILY, `${kind}_img2video`, viduImageToVideo(mostSeconds)),
    hostedModel(FAMILY, `${kind}_start-end2video`, viduKeyframesToVideo(mostSeconds)),
  ];
}

export const VIDU: readonly Entry[] = [
  hostedModel(DOCUMENTED, "viduq3-pro_text2video", viduTextToVideo(Q3)),
  hostedModel(DOCUMENTED, "viduq3-turbo_text2video", viduTextToVideo(Q3)),
  hostedModel(DOCUMENTED, "viduq2_text2video", viduTextToVideo(Q2)),
  ...fromImages("viduq3-pro", Q3),
  ...fromImages("viduq3-turbo", Q3),
  ...fromImages("viduq2-pro", Q2),
  ...fromImages("viduq2-turbo", Q2),
  hostedModel(FAMILY, "viduq2_reference2video", viduReferenceToVideo(Q2)),
  hostedModel(FAMILY, "viduq2-pro_reference2video", viduReferenceToVideo(Q2)),
];
