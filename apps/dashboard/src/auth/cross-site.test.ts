import { expect, it } from "vitest";

import { isCrossSite } from "./cross-site.ts";

const host = "127.0.0.1:3001";

it.each([
  ["GET", { host, "sec-fetch-site": "cross-site" }, false],
  ["HEAD", {}, false],
  ["PUT", { host, "sec-fetch-site": "same-origin" }, false],
  ["PUT", { host, "sec-fetch-site": "none" }, false],
  ["PUT", { host, "sec-fetch-site": "same-site", origin: `http://${host}` }, true],
  ["PUT", { host, "sec-fetch-site": "cross-site" }, true],
  ["PUT", { host, "sec-fetch-site": "whatever" }, true],
  ["POST", { host, origin: `http://${host}` }, false],
  ["POST", { host: "Board.example", origin: "https://board.example" }, false],
  ["PATCH", { host, origin: "http://127.0.0.1:3002" }, true],
  ["PATCH", { host, origin: "https://evil.example" }, true],
  ["DELETE", { host, origin: "null" }, true],
  ["PUT", { host }, true],
  ["PUT", { origin: `http://${host}` }, true],
])("takes %s with %j for a cross-site write: %j", (method, headers, expected) => {
  expect(isCrossSite(method, headers)).toBe(expected);
});
