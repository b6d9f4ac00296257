import { refusalOf } from "@dashqueue/simulator";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { changedRequests } from "../test/fixtures/changed-requests.ts";
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
      fc.assert(
        fc.property(changedRequests(example, model), (request) => {
          const ours = isAccepted(request);
          const theirs = refusalOf({ ...request, parameters: request.parameters ?? {} });
          if (ours !== null)
            expect({ accepted: theirs === null, theirs }).toEqual({ accepted: ours, theirs });
        }),
        { numRuns: 400 },
      );
    });
  },
);
