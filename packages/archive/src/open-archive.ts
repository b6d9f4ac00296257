import type { Archive } from "./archive.ts";
import { createFolderArchive } from "./folder/folder-archive.ts";
import type { ArchiveLocation } from "./location.ts";

/** Opens the archive at a location. Touches neither a disk nor the network yet. */
export async function openArchive({ folder }: ArchiveLocation): Promise<Archive> {
  return createFolderArchive(folder, () => crypto.randomUUID());
}
