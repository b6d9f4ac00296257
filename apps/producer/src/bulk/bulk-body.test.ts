import { expect, it } from "vitest";

import { needsConfirmation } from "./bulk-body.ts";

it("a confirmation is needed for what spends money, and for what cannot be undone", () => {
  expect(needsConfirmation("regenerate")).toBe(true);
  expect(needsConfirmation("delete")).toBe(true);
  expect(needsConfirmation("cancel")).toBe(false);
});
