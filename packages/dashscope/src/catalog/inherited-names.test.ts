import { describe, expect, it } from "vitest";

import { costOf } from "../cost/cost.ts";
import { classify } from "../failure/classify.ts";
import { mediaProblems } from "../media/media-rules.ts";
import { mediaKindOf } from "../media/media-kind.ts";
import { readRequest } from "../request/read-request.ts";
import {
  findModel,
  isSameModel,
  limitGroupOf,
  MODELS,
  modelsInGroup,
  sentNameOf,
} from "./catalog.ts";
import { configuredModels } from "./configured-models.ts";

const BEIJING = { region: "cn-beijing" } as const;
const NAMES = Object.getOwnPropertyNames(Object.prototype);
const SECONDS = { video_duration: 5, duration: 5 };

describe.each(NAMES)("%s, which every object has,", (name) => {
  it("is not a model", () => {
    expect(findModel(name)).toBeUndefined();
    expect(limitGroupOf(name)).toBe(name);
    expect(modelsInGroup(name)).toEqual([name]);
    expect(sentNameOf(name, findModel)).toBe(name);
    for (const { id } of MODELS) expect(isSameModel(id, name)).toBe(false);
    expect(costOf({ model: name, input: {} }, SECONDS, BEIJING)).toBeNull();
    expect(readRequest({ model: name, input: {} })).toMatchObject({
      problems: [{ path: "model" }],
    });
  });

  it("has no settings", () => {
    const find = configuredModels({ allowUnknown: true, settings: {} });
    expect(find(name)).toMatchObject({ id: name, sentAs: name, limitGroup: name });
  });

  it("is not a tier, role, field or error code", () => {
    for (const { id, media } of MODELS) {
      const request = { model: id, input: {} };
      const cost = costOf(request, { ...SECONDS, image_count: 1, SR: name }, BEIJING);
      expect(cost).toEqual(costOf(request, { ...SECONDS, image_count: 1 }, BEIJING));
      expect(mediaProblems(media, [{ path: "p", role: name, probed: ANY_FILE }])).toEqual([]);
    }
    expect(mediaKindOf(name)).toBeNull();
    expect(classify({ status: 400, code: name, message: "" })).toBe("invalid_request");
  });
});

const ANY_FILE = {
  kind: "other",
  format: null,
  sizeBytes: null,
  width: null,
  height: null,
  seconds: null,
  framesPerSecond: null,
} as const;
