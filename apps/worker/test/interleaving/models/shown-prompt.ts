/** How a succeeded task shows its prompt: as it was sent, only its beginning, or not at all. */
export type ShownPrompt = "prompt" | "beginning" | "nothing";
