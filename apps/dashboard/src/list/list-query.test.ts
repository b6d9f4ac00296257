import { expect, it } from "vitest";

import { listPath, metadataIn, readListQuery, without } from "./list-query.ts";

it.each([
  ["", {}],
  ["status=queued&status=running&status=nothing", { status: ["queued", "running"] }],
  ["status=failed&model=+wan+&tenant=", { status: ["failed"], model: "wan" }],
  ["after=gen_1&after=gen_2", {}],
  ["webhook=failed", { webhook: "failed" }],
  ["webhook=&tenant=+films", { tenant: "films" }],
  ["webhook=delivered", {}],
  [
    "created_within=24h&created_after=2026-11-27T08:00",
    { created_within: "24h", created_after: "2026-11-27T08:00" },
  ],
  ["created_within=day&created_after=today&created_before=", {}],
  ["words=+misty+forest&metadata=order=7", { words: "misty forest", metadata: "order=7" }],
])("reads %j", (text, expected) => {
  const given = new URLSearchParams(text);
  const query = Object.fromEntries(
    [...given.keys()].map((name) => {
      const values = given.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
  expect(readListQuery(query)).toEqual({
    created_within: undefined,
    created_after: undefined,
    created_before: undefined,
    status: [],
    model: undefined,
    tenant: undefined,
    batch: undefined,
    webhook: undefined,
    words: undefined,
    metadata: undefined,
    after: undefined,
    ...expected,
  });
});

it("links to the next page of the same list", () => {
  const query = readListQuery({ status: "failed", model: "a&b", words: "sea", after: "gen_2" });
  expect(listPath(query, "gen_1")).toBe(
    "/generations?status=failed&model=a%26b&words=sea&after=gen_1",
  );
});

it("leaves out one of its filters, and begins again with the first page", () => {
  const query = readListQuery({ status: ["queued", "failed"], model: "a", after: "gen_2" });
  expect(listPath(without(query, "status", "queued"))).toBe("/generations?status=failed&model=a");
  expect(without(query, "model", "a")).toMatchObject({ model: undefined, after: undefined });
  expect(listPath(without(readListQuery({ tenant: "a" }), "tenant", "a"))).toBe("/generations");
});

it.each([
  [undefined, {}],
  [" , =1", {}],
  ["order=7, customer = c=1 ,flag", { order: "7", customer: "c=1", flag: "" }],
])("reads the metadata in %j", (given, expected) => {
  expect(metadataIn(given)).toEqual(expected);
});
