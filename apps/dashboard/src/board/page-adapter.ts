import type { AppViewRoute } from "@bull-board/api/dist/types.js";
import { ExpressAdapter } from "@bull-board/express";

import { ownPage } from "./own-page.ts";

/** Serves Bull Board's page as `ownPage` changes it. */
export class PageAdapter extends ExpressAdapter {
  override setEntryRoute({ method, route, handler }: AppViewRoute): ExpressAdapter {
    this.app[method](route, (_request, response, next) => {
      const { basePath, uiConfig } = this;
      const { name, params } = handler({ basePath, uiConfig });
      response.render(name, params, (error: Error | null, page) => {
        if (error === null) response.send(ownPage(page));
        else next(error);
      });
    });
    return this;
  }
}
