export type {
  Archive,
  LinkOptions,
  Listed,
  ListOptions,
  ObjectFacts,
  OpenObject,
  OpenOptions,
  Space,
  WriteOptions,
  Written,
} from "./archive.ts";
export { ArchiveError } from "./archive.ts";
export type { ArchiveLocation, FolderLocation, S3Location } from "./location.ts";
export { archiveEnv, archiveLocation, DEFAULT_ARCHIVE_URL } from "./location.ts";
export { openArchive } from "./open-archive.ts";
export type { LocalFile } from "./uploads/local-file.ts";
export type { Added, Upload, UploadRules } from "./uploads/upload.ts";
export type { UploadStore, UploadStorePorts } from "./uploads/upload-store.ts";
export { createUploadStore } from "./uploads/upload-store.ts";
