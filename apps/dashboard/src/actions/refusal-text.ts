import type { TenantRefusal } from "@dashqueue/queue/internal";

import type { Translate } from "../texts/translate.ts";

/**
 * Why a tenant may not submit, and what to do.
 *
 * @param tenant null for that of the generation at hand
 */
export function refusalText(tenant: string | null, refusal: TenantRefusal, t: Translate): string {
  const name =
    tenant === null ? t("The tenant of this generation") : t("The tenant {tenant}", { tenant });
  switch (refusal.reason) {
    case "disabled":
      return t("{name} is disabled. Enable it, or choose another one.", { name });
    case "model": {
      const { model } = refusal;
      return t("{name} may not use the model {model}. Add it to the limit models of the tenant.", {
        name,
        model,
      });
    }
    case "max_queued": {
      const { limit } = refusal;
      return t(
        "{name} has {limit} queued generations, as many as its limit max_queued allows. Wait until one is submitted, or raise the limit.",
        { name, limit },
      );
    }
    case "submits_per_minute": {
      const { limit, resetMs } = refusal;
      const seconds = Math.ceil(resetMs / 1_000);
      return t(
        "{name} has submitted {limit} generations within a minute, as many as its limit submits_per_minute allows. Repeat this in {seconds} s.",
        { name, limit, seconds },
      );
    }
  }
}
