import type { RequestHandler } from "express";

import { html } from "../html/html.ts";

const PATH = "/posters.js";

/**
 * Loads the first picture of each video that comes into view. For that, a browser reads the
 * beginning of the file; without the script, it would do so for every video of the page at once.
 */
const SCRIPT = `"use strict";
const observer = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    target.preload = "metadata";
  }
});
document.querySelectorAll("video").forEach((video) => observer.observe(video));
`;

/** Serves the script. */
export const posterScript: RequestHandler = ({ path }, response, next) => {
  if (path === PATH) response.type("text/javascript").send(SCRIPT);
  else next();
};

export const posterTags = html`<script src="${PATH}" defer></script>`;
