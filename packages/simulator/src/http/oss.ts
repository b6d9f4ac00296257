import { createHmac, timingSafeEqual } from "node:crypto";

// A result must stay readable when the simulator starts again; nothing real is protected by it.
const secret = "dashqueue-simulator";
const accessKeyId = "LTAI-simulator";

/** Why a result host refuses: the XML's `Code` and `Message`, as Alibaba Cloud's object storage gives them. */
export type OssError = { readonly status: number; readonly code: string; readonly message: string };

export const ossErrors = {
  expired: { status: 403, code: "AccessDenied", message: "Request has expired." },
  unsigned: {
    status: 403,
    code: "AccessDenied",
    message: "You have no right to access this object.",
  },
  wrongSignature: {
    status: 403,
    code: "SignatureDoesNotMatch",
    message:
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  },
  noSuchKey: { status: 404, code: "NoSuchKey", message: "The specified key does not exist." },
} as const satisfies Record<string, OssError>;

/**
 * A signed URL in the style of DashScope's results: `?Expires=<unix seconds>&OSSAccessKeyId=…&Signature=…`.
 *
 * @param expiresAt milliseconds since the epoch; the URL is refused from the next second on.
 */
export function signUrl(origin: string, pathname: string, expiresAt: number): string {
  const expires = String(Math.ceil(expiresAt / 1000));
  const query = new URLSearchParams({
    Expires: expires,
    OSSAccessKeyId: accessKeyId,
    Signature: signatureOf(pathname, expires),
  });
  return `${origin}${pathname}?${query.toString()}`;
}

/** Why this request is refused, or null when its signature is right and in time. */
export function findUrlProblem(
  pathname: string,
  query: URLSearchParams,
  now: number,
): OssError | null {
  const expires = query.get("Expires");
  const signature = query.get("Signature");
  if (expires === null || signature === null) return ossErrors.unsigned;
  if (Number(expires) * 1000 <= now) return ossErrors.expired;
  const isRight =
    query.get("OSSAccessKeyId") === accessKeyId &&
    isSame(signature, signatureOf(pathname, expires));
  return isRight ? null : ossErrors.wrongSignature;
}

/** The body of an error answer. Source: the error format of Alibaba Cloud's object storage. */
export function ossErrorXml(
  error: OssError,
  details: { requestId: string; host: string; now: number },
): string {
  const { requestId, host, now } = details;
  const serverTime = new Date(now).toISOString();
  return `<?xml version="1.0" encoding="UTF-8"?>
<Error>
  <Code>${error.code}</Code>
  <Message>${error.message}</Message>
  <RequestId>${requestId}</RequestId>
  <HostId>${host}</HostId>
  <ServerTime>${serverTime}</ServerTime>
</Error>
`;
}

function signatureOf(pathname: string, expires: string): string {
  return createHmac("sha1", secret).update(`GET\n\n\n${expires}\n${pathname}`).digest("base64");
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
