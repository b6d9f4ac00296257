import path from "node:path";

import { describe, expect, it } from "vitest";

import { importsOf, trackedFiles } from "./imports.ts";
import { documentedRooms, forbiddenImports, placeOf, roomCycles } from "./rooms.ts";

const MOST_FILES_OF_A_FOLDER = 13;
const NAMES_WITHOUT_MEANING = /^(utils?|common|helpers?|types|interfaces|constants|lib|misc)$/;

const files = trackedFiles().filter((file) => /\.(ts|mts|mjs)$/.test(file));
const sources = files.filter((file) => placeOf(file) !== null && !file.endsWith(".test.ts"));
const rooms = documentedRooms();

describe("the rooms in ARCHITECTURE.md", () => {
  it("are the folders of every package", () => {
    const folders = sources.flatMap((file) => {
      const place = placeOf(file);
      return place === null || place.room.endsWith(".ts") ? [] : [`${place.package}/${place.room}`];
    });
    const documented = rooms.map((room) => `${room.package}/${room.name}`);
    expect(documented.toSorted()).toEqual([...new Set(folders)].toSorted());
  });

  it("form no cycle", () => {
    expect(roomCycles(rooms)).toEqual([]);
  });

  it("import only what their table allows", () => {
    expect(sources.flatMap((file) => forbiddenImports(file, rooms))).toEqual([]);
  });
});

it("every folder has a readable size and a meaningful name", () => {
  const held = files.filter((file) => !file.endsWith(".test.ts"));
  const folders = Map.groupBy(held, (file) => path.dirname(file));
  const large = [...folders].filter(([, inside]) => inside.length > MOST_FILES_OF_A_FOLDER);
  expect(large.map(([folder, inside]) => `${folder}: ${inside.length} files`)).toEqual([]);
  const folderNames = [...folders.keys()].flatMap((folder) => folder.split("/"));
  expect(folderNames.filter((name) => NAMES_WITHOUT_MEANING.test(name))).toEqual([]);
});

describe("every package", () => {
  it("imports other packages by name, and never an app", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter(({ specifier, target }) =>
          target === null
            ? /^@dashqueue\/(producer|worker|dashboard)\b/.test(specifier)
            : packageOf(target) !== packageOf(file),
        )
        .map(({ specifier }) => `${file} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });
});

/** The workspace package that a file belongs to; `.` is the repository itself. */
function packageOf(file: string): string {
  const [top = "", name] = file.split("/");
  if (top === "apps" || top === "packages") return `${top}/${name}`;
  if (top === "bench") return "bench/peers";
  return top === "e2e" ? top : ".";
}
