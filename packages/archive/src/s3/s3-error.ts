import { ArchiveError } from "../archive.ts";

const CHECK_KEY = "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN";
const CHECK_REGION = "set AWS_REGION to the region of the bucket";
const CHECK_ENDPOINT =
  "check AWS_ENDPOINT_URL_S3 and the network; an endpoint without a name for each bucket needs ?path_style=true in ARCHIVE_URL";
const ALLOW =
  "allow this key s3:PutObject, s3:GetObject, s3:DeleteObject, s3:ListBucket and s3:AbortMultipartUpload in the bucket and its prefix";

/** What to do, by the codes of S3, of its client and of the network. */
const ADVICE: Readonly<Record<string, string>> = {
  NoSuchBucket: "create the bucket, or name another one in ARCHIVE_URL",
  InvalidBucketName: "name the bucket in ARCHIVE_URL as the provider does",
  InvalidAccessKeyId: CHECK_KEY,
  SignatureDoesNotMatch: CHECK_KEY,
  InvalidToken: CHECK_KEY,
  ExpiredToken: CHECK_KEY,
  CredentialsProviderError: `no credentials: ${CHECK_KEY}`,
  AccessDenied: ALLOW,
  Forbidden: ALLOW,
  RequestTimeTooSkewed: "synchronize the clock of this machine",
  PermanentRedirect: CHECK_REGION,
  AuthorizationHeaderMalformed: CHECK_REGION,
  IllegalLocationConstraintException: CHECK_REGION,
  SlowDown: "the storage asks for fewer requests; they are repeated later",
  ServiceUnavailable: "the storage is overloaded; the request is repeated later",
  QuotaExceeded: "raise the quota of the bucket, or free space in it",
  XMinioStorageFull: "free space in the storage",
  TimeoutError: CHECK_ENDPOINT,
  ENOTFOUND: CHECK_ENDPOINT,
  EAI_AGAIN: CHECK_ENDPOINT,
  ECONNREFUSED: CHECK_ENDPOINT,
  ECONNRESET: CHECK_ENDPOINT,
};

interface SdkError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** Whether an error says that there is no such object. */
export function isAbsent(error: unknown): boolean {
  const { name = "" } = error as SdkError;
  return name === "NoSuchKey" || name === "NotFound";
}

/**
 * An error of the client as one of the archive. It has no cause, because errors of the client hold
 * requests with their signatures (G7).
 */
export function s3Error(error: unknown, place: string): ArchiveError {
  if (error instanceof ArchiveError) return error;
  const { message = "", $metadata: { httpStatusCode: status, requestId } = {} } = error as SdkError;
  const code = codeOf(error as SdkError);
  const advice = message.includes("Region is missing") ? CHECK_REGION : ADVICE[code];
  const facts = [
    message,
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(requestId === undefined ? [] : [`request ${requestId}`]),
  ];
  const told = advice === undefined ? "" : `, ${advice}`;
  return new ArchiveError(
    code,
    `the archive at ${place} failed${told}: ${code} (${facts.join(", ")})`,
  );
}

function codeOf({ name = "", code, $metadata }: SdkError): string {
  // An answer to HEAD has no body, and so no code.
  if ($metadata?.httpStatusCode === 403 && !(name in ADVICE)) return "Forbidden";
  return code ?? name;
}
