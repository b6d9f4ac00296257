export type { Ended } from "./archived-record.ts";
export { archivedRecordOf, isEnded } from "./archived-record.ts";
export {
  dayMark,
  dayPlace,
  deletedPlace,
  isGenerationId,
  recordPlace,
  tombstonePlace,
} from "./places.ts";
export type { RemovableArchive } from "./remove-archived.ts";
export { removeArchived } from "./remove-archived.ts";
export { readArchived, readTombstone } from "./read-archived.ts";
export { withArchived } from "./with-archived.ts";
