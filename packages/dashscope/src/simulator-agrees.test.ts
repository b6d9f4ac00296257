import { refusalOf } from "@dashqueue/simulator";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { changedRequests, requestsAtEnds } from "../test/fixtures/changed-requests.ts";
import { EXAMPLES } from "../test/fixtures/examples.ts";
import type { CreateRequest } from "./index.ts";
import { findModel, readRequest } from "./index.ts";

/** The provider truncates some texts and reports no problem. So does the simulator. */
const TRUNCATED = /silently truncates/;

/**
 * Whether our schema accepts a request; null if it rejects it only for problems that the provider
 * does not report.
 */
function isAccepted(request: CreateRequest): boolean | null {
  const read = readRequest(request);
  if (read.ok) return true;
  const isSilent = read.problems.every(
    ({ isIgnored, message }) => isIgnored === true || TRUNCATED.test(message),
  );
  return isSilent ? null : false;
}

/** A request that only one of them accepts, and what the simulator says; null if they agree. */
function disagreementOn(request: CreateRequest): unknown {
  const accepted = isAccepted(request);
  const theirs = refusalOf({ ...request, parameters: request.parameters ?? {} });
  return accepted === null || accepted === (theirs === null) ? null : { request, accepted, theirs };
}

/**
 * The simulator's checks are an independent implementation of the documentation. Agreement makes a
 * misreading unlikely.
 */
describe.each(EXAMPLES)(
  "%s: request.ts of its family and the simulator's packages/simulator/src/models",
  (id, { input, parameters = {} }) => {
    const example = { model: id, input, parameters };
    const model = findModel(id);

    it("accept the documentation's example", () => {
      expect(readRequest(example)).toMatchObject({ ok: true });
      expect(refusalOf(example)).toBeNull();
    });

    it("accept and reject the same requests", () => {
      if (model === undefined) throw new Error(id);
      const agree = fc.property(changedRequests(example, model), (request) => {
        expect(disagreementOn(request)).toBeNull();
      });
      fc.assert(agree, { numRuns: 400 });
    });

    it("accept and reject the ends of each range, and each choice", () => {
      if (model === undefined) throw new Error(id);
      const found = requestsAtEnds(example, model).map(disagreementOn);
      expect(found.filter((one) => one !== null)).toEqual([]);
    });
  },
);
