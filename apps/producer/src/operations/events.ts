import { EVENT_NAMES, generationViewSchema, STATUSES } from "@dashqueue/queue/internal";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";

import { eventsQuerySchema } from "../events/events-router.ts";
import { generationId, problems } from "./answers.ts";

/** The data of one server-sent event. Its other fields are the details of the step. */
const eventSchema = z
  .looseObject({
    event: z.enum(EVENT_NAMES),
    status: z.enum(STATUSES),
    at: z.iso.datetime(),
  })
  .meta({ id: "Event" });

const lastEventSchema = z
  .object({ event: z.literal("generation"), generation: generationViewSchema })
  .meta({ id: "LastEvent", description: "The last event: the record of the ended generation." });

export const EVENT_PATHS: ZodOpenApiPathsObject = {
  "/v1/generations/{id}/events": {
    get: {
      operationId: "followGeneration",
      tags: ["Generations"],
      summary: "Follow a generation: every step as a server-sent event, the record at the end",
      requestParams: {
        path: generationId,
        query: z.object({
          event_names: eventsQuerySchema.shape.event_names.describe(
            "`false`: every event is a plain message; `event` in its data names it.",
          ),
        }),
        header: z.object({
          "Last-Event-ID": z.string().optional().describe("Resumes after this event."),
        }),
      },
      responses: {
        "200": {
          description: "The stream. The schema is that of the data of each event.",
          content: { "text/event-stream": { schema: z.union([eventSchema, lastEventSchema]) } },
        },
        "204": { description: "The reader has everything: do not reconnect." },
        ...problems(400, 404),
      },
    },
  },
};
