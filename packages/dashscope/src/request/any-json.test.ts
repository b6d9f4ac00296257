import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { anyJson } from "../../test/fixtures/any-json.ts";
import { EXAMPLES } from "../../test/fixtures/examples.ts";
import { findModel, MODELS } from "../catalog/catalog.ts";
import { unknownModel } from "../catalog/unknown-model.ts";
import { isTooDeep } from "../checks/nesting.ts";
import { costOf, estimateCost } from "../cost/cost.ts";
import { mediaUrls } from "../media/media-urls.ts";
import type { CreateRequest } from "../checks/create-request.ts";
import { readRequest } from "./read-request.ts";

const example = fc.constantFrom(...EXAMPLES);

/** The path of every place in a value. */
function placesIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [[]];
  const inside = Object.entries(value).flatMap(([key, item]) =>
    placesIn(item).map((place) => [key].concat(place)),
  );
  return [[], ...inside];
}

/** The name of every field in a value. */
function namesIn(value: unknown): readonly string[] {
  return placesIn(value).flat();
}

/** A copy with another value in one place. */
function withAt(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? ([...value] as never)
    : { ...(value as object) };
  copy[key] = withAt(copy[key], rest, other);
  return copy;
}

describe("any JSON", { timeout: 120_000 }, () => {
  /** Every known model, and one that is not. */
  const find = (id: string) => findModel(id) ?? unknownModel(id);
  const model = fc.constantFrom(...MODELS.map(({ id }) => id), "constructor");

  it("never makes a reader of requests throw", () => {
    const fields = [
      ...new Set(EXAMPLES.flatMap(([, { input, parameters }]) => namesIn({ input, parameters }))),
    ];
    const part = fc.oneof(anyJson, fc.dictionary(fc.constantFrom(...fields), anyJson));
    fc.assert(
      fc.property(model, part, part, anyJson, (model, input, parameters, body) => {
        readRequest(body);
        const read = readRequest(
          { model, input, parameters },
          { findModel: find, regions: ["cn-beijing"], isPlaceholder: () => true },
        );
        if (isTooDeep({ input, parameters })) expect(read.ok).toBe(false);
        const request = { model, input, parameters } as unknown as CreateRequest;
        find(model).problemsOf(request);
        estimateCost(request, { region: "cn-beijing" }, find);
        mediaUrls(request);
      }),
      { numRuns: 2_000 },
    );
  });

  it("in one place of a valid request leads to at most one problem per field", () => {
    const other = fc.oneof(anyJson, fc.constant(undefined), fc.string({ unit: "binary" }));
    const changed = example.chain(([model, { input, parameters }]) => {
      const body = { model, input, ...(parameters === undefined ? {} : { parameters }) };
      const places = placesIn(body).filter(([first]) => first !== undefined && first !== "model");
      return fc.tuple(fc.constant(body), fc.constantFrom(...places), other);
    });
    fc.assert(
      fc.property(changed, ([body, place, value]) => {
        const changedBody = withAt(body, place, value);
        const read = readRequest(changedBody);
        if (read.ok || isTooDeep(changedBody)) return;
        expect(read.problems.length).toBeGreaterThan(0);
        const paths = read.problems.map(({ path }) => path);
        expect(new Set(paths).size).toBe(paths.length);
        for (const { path, message } of read.problems) {
          expect(path).toMatch(/^(input|parameters)/);
          expect(message).toMatch(/^(must|cannot|is|has) /);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("never makes a reader of usage throw", () => {
    const keys = fc.constantFrom(
      "duration",
      "video_duration",
      "image_count",
      "output_image_count",
      "output_image_type",
      "audio",
      "SR",
      "size",
      "video_ratio",
    );
    const value = fc.oneof(
      fc.jsonValue(),
      fc.integer(),
      fc.double(),
      fc.stringMatching(/^-?\d{1,20}(\.\d+)?P?$/),
    );
    fc.assert(
      fc.property(example, fc.dictionary(keys, value), ([model], usage) => {
        const cost = costOf({ model, input: {} }, usage, { region: "cn-beijing" });
        if (cost === null) return;
        expect(findModel(model)?.price).not.toBeNull();
        expect(cost.amount).toMatch(/^\d+\.\d{2,}$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
