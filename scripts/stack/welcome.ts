import { isOffered, MODELS, regionOf, retiresAt } from "@dashqueue/dashscope";

import type { Environment } from "./environment.ts";
import type { Stack } from "./start-stack.ts";

/** Where this stack keeps things, for the user. */
export interface Places {
  readonly archive: string;
  readonly dashboardPassword: string;
  readonly webhookSecret: string;
  readonly logs: string;
}

const NAMED_MODELS = 3;
const DASHSCOPE_URL = "https://dashscope.aliyuncs.com/api/v1";

/** What `npm start` prints when everything listens. `now` decides which models are retired. */
export function welcomeText(
  stack: Stack,
  environment: Environment,
  places: Places,
  now: number,
): string {
  const rows: readonly (readonly [string, string])[] = [
    ["API", stack.producerUrl],
    ["dashboard", dashboardText(stack, places)],
    ["worker", `${stack.workerUrl}/metrics`],
    ["provider", providerText(stack)],
    ["spending", spendingText(environment)],
    ["unpriced", unpricedText(unpricedModels(environment, now))],
    ["Redis", `${stack.redis}; key prefix ${stack.prefix}`],
    ["durability", durabilityText(stack.durability)],
    ["archive", places.archive],
    ["webhooks", webhooksText(environment, places)],
    ["logs", `${places.logs}/*.log`],
  ];
  return `
dashqueue is running. Press Ctrl-C to stop it.

${rows.map(([name, text]) => `  ${name.padEnd(10)}  ${text}`).join("\n")}

Submit a generation:

  curl ${stack.producerUrl}/v1/generations -H 'content-type: application/json'${authorizationOf(environment)} -d @examples/image-reference.json
`;
}

/** The header that a submission needs. */
function authorizationOf(environment: Environment): string {
  const header = (credential: string) => ` -H 'authorization: Bearer <${credential}>'`;
  if (environment["PRODUCER_TOKENS"]) return header("one of PRODUCER_TOKENS");
  return environment["ADMIN_TOKENS"] ? header("API key of a tenant") : "";
}

function dashboardText({ dashboard }: Stack, { dashboardPassword }: Places): string {
  const { url, user, password } = dashboard;
  const login =
    password === null
      ? "password from DASHBOARD_PASSWORD"
      : `password ${password}, kept in ${dashboardPassword}`;
  return `${url} (user ${user}, ${login})`;
}

function providerText({ simulatorUrl }: Stack): string {
  return simulatorUrl === null
    ? "DashScope; every generation that succeeds costs money"
    : `simulator at ${simulatorUrl}; free, because DASHSCOPE_API_KEY is not set`;
}

function spendingText({ DAILY_SPEND_LIMIT: limit }: Environment): string {
  return limit
    ? `at most ${limit} per UTC day`
    : "no limit; set one with DAILY_SPEND_LIMIT='100 CNY', for example";
}

function unpricedText(models: readonly string[]): string {
  if (models.length === 0) return "none: the price of every model is known";
  const named = models.slice(0, NAMED_MODELS).join(", ");
  const others = models.length > NAMED_MODELS ? ` and ${models.length - NAMED_MODELS} more` : "";
  return `${named}${others}; with DAILY_SPEND_LIMIT, they wait unless ALLOW_UNBOUNDED_COST is true`;
}

/** The models that the region may offer, whose price there is unknown. */
function unpricedModels(environment: Environment, now: number): readonly string[] {
  const region = regionOf(environment["DASHSCOPE_HTTP_BASE_URL"] || DASHSCOPE_URL) ?? "cn-beijing";
  return MODELS.filter(
    (model) =>
      isOffered(model, region) &&
      now < retiresAt(model) &&
      model.price?.amounts[region] === undefined,
  ).map(({ id }) => id);
}

function durabilityText(mode: string): string {
  const isSafe = ["fsync", "waitaof", "replica"].includes(mode);
  return isSafe ? mode : `${mode}; Redis may lose acknowledged requests: see docs/redis.md`;
}

function webhooksText(environment: Environment, { webhookSecret }: Places): string {
  return environment["WEBHOOK_SECRET"]
    ? "signed with WEBHOOK_SECRET"
    : `signed with the secret in ${webhookSecret}`;
}
