import type { Costs, Model, ModelWithExample } from "../api/operations.generated.ts";
import type { Caller, CallOptions } from "./call.ts";

/** Days are in UTC, such as `2026-11-27`; by default the last 30. */
export interface CostsFilter {
  readonly from?: string;
  readonly to?: string;
  /** Any of `day`, `account`, `model`, `tenant` and `metadata.<key>`. */
  readonly groupBy?: readonly string[];
}

export interface CatalogCalls {
  /** Every model, with its limits, prices and the JSON Schema of its request. */
  models(options?: CallOptions): Promise<readonly Model[]>;
  /** One model, with an example. */
  model(id: string, options?: CallOptions): Promise<ModelWithExample>;
  /** What was spent; by day, account and model by default. */
  costs(filter?: CostsFilter, options?: CallOptions): Promise<Costs>;
}

export function catalogCalls({ call }: Caller): CatalogCalls {
  return {
    models: async (options) => (await call("listModels", {}, options)).data,
    model: (id, options) => call("getModel", { path: { id } }, options),
    costs: ({ groupBy, ...days } = {}, options) => {
      const groups = groupBy === undefined ? {} : { group_by: groupBy.join(",") };
      return call("listCosts", { query: { ...days, ...groups, format: "json" } }, options);
    },
  };
}
