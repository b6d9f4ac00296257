import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In what keeps credentials out of Redis, logs, errors and pages. */
export const DISCLOSURE_BUGS: readonly PlantedBug[] = [
  ...bugsIn("packages/dashscope/src/failure/without-secrets.ts", [
    [
      '.replaceAll(/\\b(sk|st)-[\\w-]{8,}/g, "$1-…")',
      "",
      "an API key that the provider quotes is stored (G7)",
    ],
    [
      '.replaceAll(/(:\\/\\/[^\\s?#]+)[?#]\\S*/g, "$1?…")',
      "",
      "a signed link that the provider quotes is stored (G7)",
    ],
  ]),
  ...bugsIn("packages/service/src/log/redaction.ts", [
    [".replace(KEYS, CUT)", "", "a key in a text is logged (G7)"],
    [".replace(QUERY, `?${CUT}`)", "", "the signature of a link is logged (G7)"],
    ["SECRET_FIELD.test(name)) return CUT;", "false) return CUT;", "a password is logged (G7)"],
  ]),
  ...bugsIn("packages/queue/src/tenants/api-key.ts", [
    [
      'createHash("sha256").update(text).digest("hex")',
      "text",
      "the API keys of tenants are readable in Redis (G7)",
    ],
  ]),
  ...bugsIn("packages/queue/src/webhooks/webhook-secret.ts", [
    [
      "Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString",
      "Buffer.concat([iv, cipher.getAuthTag(), Buffer.from(text)]).toString",
      "the webhook secrets of tenants are readable in Redis (G7)",
    ],
  ]),
  ...bugsIn("apps/worker/src/notifying/endpoint-report.ts", [
    ["origin: new URL(url).origin", "origin: url", "the log shows the path of a webhook (G7)"],
  ]),
  ...bugsIn("apps/worker/src/accounts/check-endpoints.ts", [
    [
      "${host}${pathname} is not",
      "${baseUrl} is not",
      "an error shows the password of a base URL (G7)",
    ],
  ]),
];
