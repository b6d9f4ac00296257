import { refusalOf } from "@dashqueue/simulator";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { changedRequests } from "../test/fixtures/changed-requests.ts";
import { EXAMPLES } from "../test/fixtures/examples.ts";
import type { CreateRequest } from "./index.ts";
import { findModel, readRequest } from "./index.ts";

/** What the provider takes without a word, and we refuse: it ignores the field, or cuts the text. So the simulator takes it, too. */
const SILENT = /not a known field|silently truncates|is ignored|has no effect/;

/** Whether our schema takes a request; null where it refuses only what the provider passes over in silence. */
function isTaken(request: CreateRequest): boolean | null {
  const read = readRequest(request);
  if (read.ok) return true;
  return read.problems.every(({ message }) => SILENT.test(message)) ? null : false;
}

/** The simulator's checks are a second reading of the documentation, in other code: where both read the same, neither misread it. */
describe.each(EXAMPLES)(
  "%s: our schema and the simulator's checks",
  (id, { input, parameters = {} }) => {
    const example = { model: id, input, parameters };
    const model = findModel(id);

    it("take the documentation's example", () => {
      expect(readRequest(example)).toMatchObject({ ok: true });
      expect(refusalOf(example)).toBeNull();
    });

    it("take and refuse the same requests", () => {
      if (model === undefined) throw new Error(id);
      fc.assert(
        fc.property(changedRequests(example, model), (request) => {
          const ours = isTaken(request);
          const theirs = refusalOf({ ...request, parameters: request.parameters ?? {} });
          if (ours !== null)
            expect({ taken: theirs === null, theirs }).toEqual({ taken: ours, theirs });
        }),
        { numRuns: 400 },
      );
    });
  },
);
