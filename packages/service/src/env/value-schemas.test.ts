import { expect, it } from "vitest";

import { commaSeparated, hostList, port } from "./value-schemas.ts";

it.each(["-1", "1.5", "0x10", "1e3", " 80", "65536", "99999999999999999999"])(
  "rejects %j as a port",
  (text) => {
    expect(port.safeParse(text).success).toBe(false);
  },
);

it("drops empty items from a list", () => {
  expect(commaSeparated.parse(" a, b,,c ,")).toEqual(["a", "b", "c"]);
});

it("accepts host names, addresses and ranges in a list of hosts", () => {
  const items = ["relay.internal", "10.0.0.1", "198.18.0.0/15", "::1", "fd00::/8", "Relay"];
  expect(hostList.parse(items.join(", "))).toEqual(items.map((item) => item.toLowerCase()));
});

it.each(["198.18.0.0/33", "fd00::/129", "relay/8", "http://relay", "a b", "10.0.0.0/", "*.corp"])(
  "rejects %j as a host",
  (item) => {
    expect(hostList.safeParse(`ok.example, ${item}`).error?.issues).toMatchObject([
      {
        message: `${JSON.stringify(item)} must be a host name, an address, or a range like 198.18.0.0/15`,
      },
    ]);
  },
);
