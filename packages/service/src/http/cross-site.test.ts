import { expect, it } from "vitest";

import { pageOf } from "./cross-site.ts";

const host = "127.0.0.1:3001";

it.each([
  [{ host, "sec-fetch-site": "same-origin" }, "ours"],
  [{ host, "sec-fetch-site": "none" }, "ours"],
  [{ host, "sec-fetch-site": "same-site", origin: `http://${host}` }, "other"],
  [{ host, "sec-fetch-site": "cross-site" }, "other"],
  [{ host, "sec-fetch-site": "whatever" }, "other"],
  [{ host, origin: `http://${host}` }, "ours"],
  [{ host: "Board.example", origin: "https://board.example" }, "ours"],
  [{ host: "10.0.0.5:3000", origin: "https://queue.example" }, "ours"],
  [{ host, origin: "http://127.0.0.1:3002" }, "other"],
  [{ host, origin: "https://evil.example" }, "other"],
  [{ host, origin: "null" }, "other"],
  [{ origin: `http://${host}` }, "other"],
  [{ host }, "unnamed"],
  [{}, "unnamed"],
])("finds that a write with %j comes from this page: %s", (headers, expected) => {
  expect(pageOf(headers, "https://queue.example")).toBe(expected);
});
