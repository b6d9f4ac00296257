import path from "node:path";

import { expect, it } from "vitest";

import { clientTypes } from "../fixtures/client-types.ts";

const FILE = path.resolve(
  import.meta.dirname,
  "../../../../packages/client/src/api/operations.generated.ts",
);

// To regenerate the file: npm test -- apps/producer/test/docs/client-types.test.ts --update
it("is what the types of the client are made from", async () => {
  await expect(await clientTypes()).toMatchFileSnapshot(FILE);
});
