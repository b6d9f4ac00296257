export { exceeds } from "./exceeds.ts";
export type { Operation } from "./operation.ts";
export { BULK_ACTIONS } from "./operation.ts";
export type { BulkOperations, OperationState } from "./operations.ts";
export { createBulkOperations, MOST_OPEN_OPERATIONS } from "./operations.ts";
export type { RunPorts } from "./run-operation.ts";
export { runOperation } from "./run-operation.ts";
export type { Selected } from "./select-generations.ts";
export { BULK_LIMIT, selectGenerations } from "./select-generations.ts";
