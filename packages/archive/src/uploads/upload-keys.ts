export const UPLOADS = "uploads/";
const RECORD = "/upload.json";

export const uploadFolder = (id: string): string => `${UPLOADS}${id}/`;
export const recordKey = (id: string): string => `${UPLOADS}${id}${RECORD}`;

/** The id of the upload that a key belongs to. */
export const idOfKey = (key: string): string => key.slice(UPLOADS.length).split("/", 1)[0] ?? "";
