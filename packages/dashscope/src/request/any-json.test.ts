import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { EXAMPLES } from "../../test/fixtures/examples.ts";
import { findModel } from "../catalog/catalog.ts";
import { costOf, estimateCost } from "../cost/cost.ts";
import { mediaUrls } from "../media/media-urls.ts";
import type { CreateRequest } from "../checks/create-request.ts";
import { readRequest } from "./read-request.ts";

type Json = fc.JsonValue | undefined;

const example = fc.constantFrom(...EXAMPLES);

/** The path of every place in a value. */
function placesIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [[]];
  const inside = Object.entries(value).flatMap(([key, item]) =>
    placesIn(item).map((place) => [key].concat(place)),
  );
  return [[], ...inside];
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

describe("any JSON", { timeout: 60_000 }, () => {
  it("never makes a reader of requests throw", () => {
    fc.assert(
      fc.property(
        example,
        fc.jsonValue(),
        fc.jsonValue(),
        fc.jsonValue(),
        ([model], input, parameters, body) => {
          readRequest(body);
          readRequest({ model, input, parameters }, { regions: ["us-east-1"] });
          readRequest({ model, input, parameters }, { isPlaceholder: () => true });
          const request = { model, input, parameters } as unknown as CreateRequest;
          estimateCost(request, "cn-beijing");
          mediaUrls(request);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("in one place of a valid request leads to at most one problem per field", () => {
    const other: fc.Arbitrary<Json> = fc.oneof(
      fc.jsonValue(),
      fc.constant(undefined),
      fc.string({ unit: "binary" }),
    );
    const changed = example.chain(([model, { input, parameters }]) => {
      const body = { model, input, ...(parameters === undefined ? {} : { parameters }) };
      const places = placesIn(body).filter(([first]) => first !== undefined && first !== "model");
      return fc.tuple(fc.constant(body), fc.constantFrom(...places), other);
    });
    fc.assert(
      fc.property(changed, ([body, place, value]) => {
        const read = readRequest(withAt(body, place, value));
        if (read.ok) return;
        expect(read.problems.length).toBeGreaterThan(0);
        const paths = read.problems.map(({ path }) => path);
        expect(new Set(paths).size).toBe(paths.length);
        for (const { path, message } of read.problems) {
          expect(path).toMatch(/^(input|parameters)/);
          expect(message).toMatch(/^(must|cannot|is|has) /);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it("never makes a reader of usage throw", () => {
    const keys = fc.constantFrom(
      "duration",
      "video_duration",
      "image_count",
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
        const cost = costOf(model, usage, "cn-beijing");
        if (cost === null) return;
        expect(findModel(model)?.price).not.toBeNull();
        expect(cost.amount).toMatch(/^\d+\.\d{2,}$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
