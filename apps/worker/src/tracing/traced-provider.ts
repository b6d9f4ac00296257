import { traceparentOf } from "@dashqueue/queue/internal";
import type { Tracing } from "@dashqueue/service";

import type { Provider } from "../accounts/provider.ts";
import type { ObserveCall } from "../metrics/observed-client.ts";
import { attributesOf } from "./traced-stages.ts";

/** The same provider, with a span of its generation for each create request. */
export function tracedProvider(provider: Provider, tracing: Tracing): Provider {
  if (!tracing.isOn) return provider;
  return {
    ...provider,
    create(generation, request) {
      const terms = { parent: traceparentOf(generation), attributes: attributesOf(generation) };
      return tracing.span("submit", terms, async (span) => {
        const answer = await provider.create(generation, request);
        span.set({ "dashqueue.answer": answer.kind });
        if (answer.kind === "accepted") span.set({ "dashqueue.task_id": answer.taskId });
        else span.fail(answer.failure.kind);
        return answer;
      });
    },
  };
}

/** Adds a span for each request to the provider that is sent within another span. */
export function tracedCalls(observe: ObserveCall, account: string, tracing: Tracing): ObserveCall {
  if (!tracing.isOn) return observe;
  return (call, send) => {
    const attributes = { "dashqueue.account": account };
    return tracing.child(`dashscope ${call}`, { attributes }, async (span) => {
      const answer = await observe(call, send);
      span.set({ "dashqueue.answer": answer.kind });
      return answer;
    });
  };
}
