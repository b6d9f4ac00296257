/** What to do, by the code or the beginning of the message of an error. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)|CERT_UNTRUSTED/,
    "set NODE_EXTRA_CA_CERTS to the file of the certificate authority",
  ],
  [/CERT_ALTNAME/, "name the host in REDIS_URL as the certificate does"],
  [/EPROTO|WRONG_VERSION/, "the server does not use TLS: begin REDIS_URL with redis://"],
  [/WRONGPASS|NOAUTH|NOPERM/, "check the user and the password in REDIS_URL"],
  [/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH/, "check REDIS_URL and the server"],
];

/** The message of a connection's error, with what to do about it. */
export function connectionProblem(error: Error): string {
  const { code = "" } = error as NodeJS.ErrnoException;
  const advice = ADVICE.find(([pattern]) => pattern.test(code) || pattern.test(error.message))?.[1];
  return advice === undefined ? error.message : `${error.message.replace(/\.$/, "")}: ${advice}`;
}
