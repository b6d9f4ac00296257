import type { Command } from "commander";

import type { Context } from "./context.ts";

export function addMcp(program: Command, { terminal, client }: Context): void {
  program
    .command("mcp")
    .description("serve agents over stdio (Model Context Protocol)")
    .action(async () => {
      const { serveMcp } = await import("../mcp/serve.ts");
      await serveMcp(client(), terminal.signal);
    });
}
