import type { Costs, CostsFilter, Model, ModelWithExample } from "@dashqueue/client";
import type { Command } from "commander";

import { tableText } from "../terminal/table.ts";
import type { Context } from "./context.ts";

/** The models that can be submitted to, and the costs so far. */
export function addCatalog(program: Command, { terminal, client, print }: Context): void {
  const { signal } = terminal;
  program
    .command("models [id]")
    .description("list the models, or show one with an example")
    .action(async (id: string | undefined) => {
      if (id === undefined) {
        const models = await client().models({ signal });
        print(models, () => modelsText(models));
      } else {
        const model = await client().model(id, { signal });
        print(model, () => modelText(model));
      }
    });
  program
    .command("costs")
    .description("show what was spent, by day, account and model; the last 30 days by default")
    .option("--from <day>", "UTC, such as 2026-11-01")
    .option("--to <day>", "UTC")
    .option("--group-by <names>", "such as tenant,metadata.order", namesOf)
    .action(async (options: CostsFilter) => {
      const costs = await client().costs(options, { signal });
      print(costs, () => costsText(costs));
    });
}

function namesOf(text: string): readonly string[] {
  return text.split(",");
}

function modelsText(models: readonly Model[]): string {
  const rows = models.map((model) => [
    model.id,
    priceText(model),
    String(model.limits.max_in_flight ?? "unknown"),
    model.regions.join(", "),
  ]);
  return tableText(["MODEL", "PRICE", "IN FLIGHT", "REGIONS"], rows);
}

/** The lowest and the highest price of a unit in each currency. */
function priceText({ price }: Pick<Model, "price">): string {
  if (price === null) return "unknown";
  const ranges = Object.entries(price.amounts).map(([, { currency, per_unit: perUnit }]) => {
    const amounts = Object.values(perUnit).toSorted((one, other) => Number(one) - Number(other));
    const [least = "", most = least] = [amounts[0], amounts.at(-1)];
    return `${least === most ? least : `${least}-${most}`} ${currency}`;
  });
  return `${[...new Set(ranges)].join(", ")} per ${price.unit}`;
}

function modelText(model: ModelWithExample): string {
  const { id, regions, retired_on: retiredOn, replaced_by: replacedBy, example } = model;
  const retired =
    retiredOn === null ? [] : [`retires    ${retiredOn}, use ${replacedBy ?? "another"}`];
  return [
    `model      ${id}`,
    `price      ${priceText(model)}`,
    `regions    ${regions.join(", ")}`,
    ...retired,
    "example",
    JSON.stringify(example, null, 2),
  ].join("\n");
}

function costsText({ from, to, group_by: groups, data, totals }: Costs): string {
  if (data.length === 0) return `Nothing was spent from ${from} to ${to}.`;
  const sumOf = ({ state, amount, currency, generations }: Costs["totals"][number]) => [
    state,
    amountText(amount, currency),
    String(generations),
  ];
  const rows = data.map((row) => [
    ...groups.map((group) => String(row[group] ?? "")),
    ...sumOf(row),
  ]);
  const sums = totals.map((sum) => [
    ...groups.map((_, index) => (index === 0 ? "total" : "")),
    ...sumOf(sum),
  ]);
  const head = [...groups.map((group) => group.toUpperCase()), "STATE", "AMOUNT", "GENERATIONS"];
  return tableText(head, [...rows, ...sums]);
}

function amountText(amount: string | null, currency: string | null): string {
  return amount === null ? "unknown" : `${amount} ${currency ?? ""}`;
}
