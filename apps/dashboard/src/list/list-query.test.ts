import { expect, it } from "vitest";

import { listPath, readListQuery } from "./list-query.ts";

it.each([
  ["", { status: [] }],
  ["status=queued&status=running&status=nothing", { status: ["queued", "running"] }],
  ["status=failed&model=+wan+&tenant=", { status: ["failed"], model: "wan" }],
  ["after=gen_1&after=gen_2", { status: [] }],
])("reads %j", (text, expected) => {
  const given = new URLSearchParams(text);
  const query = Object.fromEntries(
    [...given.keys()].map((name) => {
      const values = given.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
  expect(readListQuery(query)).toEqual({
    model: undefined,
    tenant: undefined,
    after: undefined,
    ...expected,
  });
});

it("links to the next page of the same list", () => {
  const query = readListQuery({ status: "failed", model: "a&b" });
  expect(listPath(query, "gen_1")).toBe("/generations?status=failed&model=a%26b&after=gen_1");
});
