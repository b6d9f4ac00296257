import type { UIConfig } from "@bull-board/api/dist/types.js";

import type { Language, Translate } from "../texts/translate.ts";

/** How Bull Board looks for a reader, in their language. */
export function uiConfigFor(t: Translate): UIConfig {
  return {
    boardTitle: "dashqueue",
    hideDocsLink: true,
    locale: { lng: LOCALES[t.language] },
    dateFormats: { short: TIME, common: TIME, full: TIME },
    theme: THEME,
    // The ways back to our own pages, besides the one in the place of the title.
    miscLinks: [
      { text: t("Overview"), url: "/" },
      { text: t("Generations"), url: "/generations" },
    ],
    // Keep the order of the stages: submit, poll, archive, notify.
    sortQueues: false,
    showMetrics: true,
    // Progress shows the status and the task or, of a ticket, another generation that it served.
    jobDetails: { defaultTab: "Progress" },
  };
}

const LOCALES: Readonly<Record<Language, string>> = { en: "en-US", zh: "zh-CN" };

/** In UTC, as on our own pages and in the logs. */
const TIME = {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZone: "UTC",
  timeZoneName: "short",
} as const satisfies Intl.DateTimeFormatOptions;

const FONTS = { "font-sans": "system-ui, sans-serif", "font-mono": "ui-monospace, monospace" };

/** The colors and the font of our own pages. */
const THEME = {
  light: {
    ...FONTS,
    background: "#f6f7f9",
    foreground: "#1c2430",
    card: "#ffffff",
    "muted-foreground": "#5d6b7e",
    border: "#e2e6ec",
    input: "#d4dbe2",
    primary: "#1f5fbf",
    "primary-foreground": "#ffffff",
    sidebar: "#ffffff",
    "sidebar-foreground": "#1c2430",
    "sidebar-border": "#e2e6ec",
    "sidebar-primary": "#1f5fbf",
  },
  dark: {
    ...FONTS,
    background: "#12161c",
    foreground: "#d8dee9",
    card: "#1a2029",
    "muted-foreground": "#8b96a5",
    border: "#2b3440",
    input: "#3a4655",
    primary: "#7fb0f5",
    "primary-foreground": "#12161c",
    sidebar: "#1a2029",
    "sidebar-foreground": "#d8dee9",
    "sidebar-border": "#2b3440",
    "sidebar-primary": "#7fb0f5",
  },
} as const satisfies UIConfig["theme"];
