import { expect, it } from "vitest";

import { refusalOf } from "./refusal.ts";

it.each([
  [400, { status: 400, code: "InvalidParameter" }],
  [413, { status: 400, code: "BadRequest.TooLarge", message: "why" }],
  [415, { status: 415, code: "InvalidParameter" }],
  [500, { status: 500, code: "InternalError", message: "why" }],
  [503, { status: 503, code: "ModelUnavailable", message: "why" }],
])("maps the status %i to %j", (status, refusal) => {
  expect(refusalOf(status, "why")).toMatchObject(refusal);
});
