/** The names of the keys of bulk operations. */
export interface BulkKeys {
  /** An operation, and how far it is. */
  bulkOperation(id: string): string;
  /** The ids of the generations of an operation, in the order in which it passes them. */
  bulkSelection(name: string): string;
  /** Held by the process that runs an operation. */
  bulkLease(id: string): string;
  /** The operations that have not finished, by the time at which they were created. */
  readonly openBulkOperations: string;
}

export function bulkKeys(prefix: string): BulkKeys {
  return {
    bulkOperation: (id) => `${prefix}:bulk-operation:${id}`,
    bulkSelection: (name) => `${prefix}:bulk-selection:${name}`,
    bulkLease: (id) => `${prefix}:bulk-lease:${id}`,
    openBulkOperations: `${prefix}:open-bulk-operations`,
  };
}
