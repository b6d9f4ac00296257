import { expect, it } from "vitest";

import { readCostsQuery } from "./costs-query.ts";

const NOW = Date.UTC(2026, 10, 22, 10);

it.each([
  [{}, 30, "2026-10-24", "2026-11-22"],
  [{ from: "2026-11-22" }, 1, "2026-11-22", "2026-11-22"],
  [{ to: "2026-03-01" }, 30, "2026-01-31", "2026-03-01"],
  [{ from: "2024-01-01", to: "2024-12-31" }, 366, "2024-01-01", "2024-12-31"],
])("reads %j as %i days, from %s to %s", (query, count, first, last) => {
  const read = readCostsQuery(query, NOW);
  if (!read.ok) throw new Error("the query was rejected");
  const { days, groupBy, format } = read.query;
  expect([days.length, days[0], days.at(-1)]).toEqual([count, first, last]);
  expect([groupBy, format]).toEqual([["day", "account", "model"], null]);
});

it.each([
  [{ from: "2026-11-23" }, { from: "must not be after to" }],
  [{ from: "2024-01-01", to: "2025-01-01" }, { from: "must be less than 366 days before to" }],
  [
    { from: "yesterday", to: ["2026-11-22", "2026-11-23"], model: "wan" },
    {
      from: "must be a single date, such as 2026-11-22",
      to: "must be a single date, such as 2026-11-22",
      model: "is not a parameter of this endpoint",
    },
  ],
  [{ to: "2026-02-30" }, { to: "must be a single date, such as 2026-11-22" }],
])("rejects %j: %j", (query, problems) => {
  const read = readCostsQuery(query, NOW);
  if (read.ok) throw new Error("the query was accepted");
  expect(Object.fromEntries(read.problems.map(({ path, message }) => [path, message]))).toEqual(
    problems,
  );
});

it("groups by each named dimension once", () => {
  const query = { group_by: "tenant, metadata.a.b,tenant,metadata.__proto__", format: "csv" };
  expect(readCostsQuery(query, NOW)).toMatchObject({
    query: { groupBy: ["tenant", "metadata.a.b", "metadata.__proto__"], format: "csv" },
  });
});

it.each([
  "",
  "state",
  "metadata.",
  `metadata.${"a".repeat(65)}`,
  "day,",
  Array.from({ length: 11 }, () => "day").join(","),
])("rejects the groups %j", (group_by) => {
  const read = readCostsQuery({ group_by, format: "pdf" }, NOW);
  expect(read.ok ? [] : read.problems.map(({ path }) => path)).toEqual(["group_by", "format"]);
});
