import { expect, it } from "vitest";

import { tidy } from "./tidy-path.ts";

it.each([
  ["/api/v1/tasks", "/api/v1/tasks"],
  ["//api/v1//tasks/?next=//a/", "/api/v1/tasks?next=//a/"],
  ["/api//v1/", "/api/v1"],
  ["/api/v1?a=/", "/api/v1?a=/"],
  ["/api/v10/tasks/", "/api/v10/tasks/"],
  ["//v1/generations/", "//v1/generations/"],
  ["/", "/"],
])("spells %s as %s", (url, expected) => {
  expect(tidy(url)).toBe(expected);
});
