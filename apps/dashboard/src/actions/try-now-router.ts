import type { NextTries } from "@dashqueue/queue/internal";
import { Router } from "express";

import { refusalFor, userOf } from "../auth/login.ts";
import { renderMessage, sendPage } from "../html/page.ts";
import { tryNowPath } from "../paths.ts";
import { pathOf, translationFor } from "../texts/language.ts";
import type { RecordWrite } from "../writes/record-write.ts";

export interface TryNowPorts {
  readonly tries: Pick<NextTries, "of" | "tryNow">;
  readonly recordWrite: RecordWrite;
}

/**
 * Sends the next create request to a refused account or of a refused model at once, or has the
 * workers check whether results can be collected. It is recorded, and takes an operator.
 */
export function tryNowRouter({ tries, recordWrite }: TryNowPorts): Router {
  const router = Router();
  for (const scope of ["account", "model", "collection"] as const)
    router.post(`${tryNowPath(scope, "")}:name`, async (request, response) => {
      const { name } = request.params;
      const user = userOf(response);
      const t = translationFor(response);
      const refusal = refusalFor(user, "operator", t);
      // Otherwise it was accepted in the meantime.
      if (refusal !== null || (await tries.of(scope, name)) !== null) {
        const allowed = refusal === null;
        await recordWrite({ user, action: `${scope}-tried`, target: name, allowed });
      }
      if (refusal !== null)
        return sendPage(response, renderMessage(t("Not allowed"), refusal, t), 403);
      await tries.tryNow(scope, name);
      response.redirect(303, pathOf(request.headers.referer));
    });
  return router;
}
