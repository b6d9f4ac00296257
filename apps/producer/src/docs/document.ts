import type { FailureKind } from "@dashqueue/queue/internal";
import { FAILURE_POLICY, failureHelp } from "@dashqueue/queue/internal";
import { createDocument } from "zod-openapi";

import { PATHS } from "../operations/paths.ts";

/**
 * The OpenAPI document of the API, made from the schemas that read bodies and make generations.
 *
 * Other answers, headers, and queries whose schemas transform what they read (the lists, the costs)
 * are written by hand in `operations/`. A test compares the paths with the routes.
 */
export function apiDocument(): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: "3.1.1",
    info: { title: "dashqueue", version: "1", description: DESCRIPTION },
    servers: [{ url: "/" }],
    security: [{ bearer: [] }],
    tags: [
      { name: "Generations" },
      { name: "Batches" },
      { name: "Bulk" },
      { name: "Files" },
      { name: "Models" },
      { name: "Costs" },
      { name: "Tenants", description: "These need one of `ADMIN_TOKENS`." },
      { name: "Service" },
    ],
    components: {
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "One of `PRODUCER_TOKENS`, or a tenant's API key.",
        },
      },
    },
    paths: PATHS,
  });
}

const KINDS = Object.entries(FAILURE_POLICY).map(
  ([kind, { retry, advice }]) =>
    `| [\`${kind}\`](${failureHelp(kind as FailureKind)}) | ${retry ? "yes" : "no"} | ${advice} |`,
);

const DESCRIPTION = `A durable queue in front of DashScope. Every request acknowledged with 202 is durable, and no create request is sent twice.

DashScope's own API is served at \`/api/v1\`; its documentation is DashScope's.

## Errors

A request that cannot be served gets a problem of RFC 9457. \`detail\` says what to do, and \`errors\` names every invalid field. A method that a path does not have gets 405 with \`Allow\`.

A generation that failed, is uncertain or waits has an \`error\`. Its \`kind\`, whether a retry of the same request can succeed, and what to do:

| kind | retry | what to do |
| --- | --- | --- |
${KINDS.join("\n")}
`;
