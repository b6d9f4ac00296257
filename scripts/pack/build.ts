import { spawnSync } from "node:child_process";
import { cpSync, globSync, rmSync } from "node:fs";

// Builds the package in the current folder into `dist`: JavaScript and declarations of everything
// that its entry imports, and the files that it reads at run time.

rmSync("dist", { recursive: true, force: true });
const { status, error } = spawnSync("tsc", ["--project", "tsconfig.build.json"], {
  stdio: "inherit",
});
if (error !== undefined) throw error;
if (status === 0) {
  for (const file of globSync("src/**/*.lua")) cpSync(file, file.replace(/^src/, "dist"));
}
process.exitCode = status ?? 1;
