import { expect, it } from "vitest";

import { commaSeparated, port } from "./value-schemas.ts";

it.each(["-1", "1.5", "0x10", "1e3", " 80", "65536", "99999999999999999999"])(
  "rejects %j as a port",
  (text) => {
    expect(port.safeParse(text).success).toBe(false);
  },
);

it("drops empty items from a list", () => {
  expect(commaSeparated.parse(" a, b,,c ,")).toEqual(["a", "b", "c"]);
});
