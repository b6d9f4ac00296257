import type { AppViewRoute } from "@bull-board/api/dist/types.js";
import { ExpressAdapter } from "@bull-board/express";

import { translationFor } from "../texts/language.ts";
import { ownPage } from "./own-page.ts";
import { uiConfigFor } from "./ui-config.ts";

/** Serves Bull Board's page in the language of the reader, and as `ownPage` changes it. */
export class PageAdapter extends ExpressAdapter {
  override setEntryRoute({ method, route, handler }: AppViewRoute): ExpressAdapter {
    this.app[method](route, (_request, response, next) => {
      const t = translationFor(response);
      const uiConfig = { ...this.uiConfig, ...uiConfigFor(t) };
      const { name, params } = handler({ basePath: this.basePath, uiConfig });
      response.render(name, params, (error: Error | null, page) => {
        if (error === null) response.send(ownPage(page, t));
        else next(error);
      });
    });
    return this;
  }
}
