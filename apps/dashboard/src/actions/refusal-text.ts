import type { TenantRefusal } from "@dashqueue/queue/internal";

/** Why a tenant may not submit, and what to do. */
export function refusalText(tenant: string, refusal: TenantRefusal): string {
  switch (refusal.reason) {
    case "disabled":
      return `The tenant ${tenant} is disabled. Enable it, or choose another one.`;
    case "model":
      return `The tenant ${tenant} may not use the model ${refusal.model}. Add it to the limit models of the tenant.`;
    case "max_queued":
      return `The tenant ${tenant} has ${refusal.limit} queued generations, as many as its limit max_queued allows. Wait until one is submitted, or raise the limit.`;
    case "submits_per_minute":
      return `The tenant ${tenant} has submitted ${refusal.limit} generations within a minute, as many as its limit submits_per_minute allows. Repeat this in ${Math.ceil(refusal.resetMs / 1_000)} s.`;
  }
}
