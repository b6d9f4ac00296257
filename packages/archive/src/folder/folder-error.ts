import { ArchiveError } from "../archive.ts";

/** Empty where the error says it. */
const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: "",
  EDQUOT: ". Raise the quota of its user, or free space",
  EACCES: ". Give the user of this process write access to it",
  EPERM: ". Give the user of this process write access to it",
  EROFS: ". Mount its disk for writing",
  EIO: ". Check its disk",
  EMFILE: ". Raise the limit of open files of this process",
};
const OTHER_ADVICE = ". Check ARCHIVE_URL, and what is at this path";

/** The error of a file system as one of the archive. Any other error is a bug, and returned. */
export function storageError(error: unknown, folder: string): unknown {
  if (error instanceof ArchiveError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (!(error instanceof Error) || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  const advice = ADVICE[code] ?? OTHER_ADVICE;
  const message = `the archive in ${folder} failed: ${error.message}${advice}`;
  return new ArchiveError(code, message, { cause: error });
}
