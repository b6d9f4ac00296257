import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";

import { readOptions } from "@dashqueue/service/command-line";

const ROOT = path.resolve(import.meta.dirname, "../..");
const PUBLISHED = ["archive", "cli", "client", "dashscope", "queue", "simulator"];

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

const options = readOptions({
  usage: "npm run pack -- [options]",
  about:
    "Builds the published packages and packs each into a tarball, exactly as publishing would.",
  options: {
    folder: {
      type: "string",
      default: "dist/packages",
      description: "gets the tarballs; earlier ones in it are removed",
    },
  },
});
const folder = path.resolve(ROOT, options.folder);
mkdirSync(folder, { recursive: true });
for (const name of PUBLISHED)
  for (const earlier of globSync(`dashqueue-${name}-*.tgz`, { cwd: folder }))
    rmSync(path.join(folder, earlier));

execFileSync("turbo", ["run", "build", "--output-logs=errors-only"], {
  cwd: ROOT,
  stdio: ["ignore", "inherit", "inherit"],
});
for (const name of PUBLISHED) {
  const { filename, files } = pack(path.join(ROOT, "packages", name));
  const kilobytes = Math.ceil(statSync(filename).size / 1000);
  console.log(`${path.relative(process.cwd(), filename)}  ${files.length} files, ${kilobytes} kB`);
}

function pack(cwd: string): Packed {
  const json = execFileSync("pnpm", ["pack", "--json", "--pack-destination", folder], {
    cwd,
    encoding: "utf8",
  });
  return JSON.parse(json) as Packed;
}
