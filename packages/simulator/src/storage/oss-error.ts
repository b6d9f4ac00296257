/** An error of Alibaba Cloud's object storage: the HTTP status, and the fields of its XML. */
export interface OssError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export const OSS_ERRORS = {
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
  alreadyExists: {
    status: 409,
    code: "FileAlreadyExists",
    message: "The object you specified already exists and can not be overwritten.",
  },
  malformedPost: {
    status: 400,
    code: "MalformedPOSTRequest",
    message: "The body of your POST request is not well-formed multipart/form-data.",
  },
  policyDenied: { status: 403, code: "AccessDenied", message: "Invalid according to Policy." },
  policyExpired: {
    status: 403,
    code: "AccessDenied",
    message: "Invalid according to Policy: Policy expired.",
  },
} as const satisfies Record<string, OssError>;

/** The XML body of an error. Source: the error format of Alibaba Cloud's object storage. */
export function ossErrorXml(
  error: OssError,
  details: { readonly requestId: string; readonly host: string; readonly now: number },
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
