import type { DashScopeClient } from "@dashqueue/dashscope";

/** The requests to the provider, as metrics name them. */
type ProviderCall = "create" | "get" | "list" | "cancel" | "upload" | "quotas" | "check";

/** Sends a request to the provider, and observes its answer. */
export type ObserveCall = <Answer extends { readonly kind: string }>(
  call: ProviderCall,
  send: () => Promise<Answer>,
) => Promise<Answer>;

/** The same client, with each of its requests observed. */
export function observedClient(client: DashScopeClient, observe: ObserveCall): DashScopeClient {
  return {
    baseUrl: client.baseUrl,
    inWorkspace: (workspace) => observedClient(client.inWorkspace(workspace), observe),
    create: (request, terms) => observe("create", () => client.create(request, terms)),
    get: (taskId, signal) => observe("get", () => client.get(taskId, signal)),
    list: (query, signal) => observe("list", () => client.list(query, signal)),
    checkEndpoint: (signal) => observe("check", () => client.checkEndpoint(signal)),
    quotas: (path, page, signal) => observe("quotas", () => client.quotas(path, page, signal)),
    cancel: (taskId, signal) => observe("cancel", () => client.cancel(taskId, signal)),
    upload: (model, file, signal) => observe("upload", () => client.upload(model, file, signal)),
    close: () => client.close(),
  };
}
