import type { Archive } from "./archive.ts";
import { createFolderArchive } from "./folder/folder-archive.ts";
import type { ArchiveLocation } from "./location.ts";

/** Opens the archive at a location. Touches neither a disk nor the network yet. */
export async function openArchive(location: ArchiveLocation): Promise<Archive> {
  const newId = () => crypto.randomUUID();
  switch (location.kind) {
    case "folder":
      return createFolderArchive(location.folder, newId);
    case "s3": {
      // Loaded only where it is used: the client takes a while.
      const { createS3Archive } = await import("./s3/s3-archive.ts");
      return createS3Archive(location, newId);
    }
  }
}
