import { importsOf, textOf } from "./imports.ts";

/** A folder of a package's `src`, as ARCHITECTURE.md describes it. */
export interface Room {
  /** Such as `apps/worker`. */
  readonly package: string;
  /** The folder's name. */
  readonly name: string;
  /** The folders, and files of `src` itself, that the room may import. */
  readonly mayImport: readonly string[];
}

/** A place in a package's `src`: one of its folders, or a file of `src` itself. */
interface Place {
  readonly package: string;
  readonly room: string;
}

/** The rooms in the tables of ARCHITECTURE.md: a heading per package, a row per folder. */
export function documentedRooms(): readonly Room[] {
  const [, rooms = ""] = textOf("ARCHITECTURE.md").split("\n## Rooms\n");
  return rooms.split(/^### /m).slice(1).flatMap(roomsOfSection);
}

function roomsOfSection(section: string): readonly Room[] {
  const [heading = "", ...lines] = section.split("\n");
  const rows = lines.filter((line) => line.startsWith("| `"));
  return rows.map((row) => {
    const [, name = "", , mayImport = ""] = row.split("|").map((cell) => cell.trim());
    return { package: heading.trim(), name: wordsOf(name)[0] ?? "", mayImport: wordsOf(mayImport) };
  });
}

/** What stands between backticks, without the slash of a folder. */
function wordsOf(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word.replace(/\/$/, ""));
}

/** The package and the room of a file; null outside the `src` of a package. */
export function placeOf(file: string): Place | null {
  const [kind, name, src, room] = file.split("/");
  const isSource = (kind === "apps" || kind === "packages") && src === "src";
  if (!isSource || name === undefined || room === undefined) return null;
  return { package: `${kind}/${name}`, room };
}

/** Imports of a source file that its room may not make, one sentence each. */
export function forbiddenImports(file: string, rooms: readonly Room[]): readonly string[] {
  const place = placeOf(file);
  // Files of src itself wire the rooms together.
  if (place === null || place.room.endsWith(".ts")) return [];
  const own = rooms.find((room) => room.package === place.package && room.name === place.room);
  return importsOf(file).flatMap(({ target, specifier }) => {
    const other = target === null ? null : placeOf(target);
    if (other === null || other.package !== place.package || other.room === place.room) return [];
    return own?.mayImport.includes(other.room) ? [] : [`${file} imports ${specifier}`];
  });
}

/**
 * Rooms that can reach themselves through what they may import, as `package: room -> … -> room`.
 */
export function roomCycles(rooms: readonly Room[]): readonly string[] {
  const next = (path: readonly Room[]): readonly string[] => {
    const last = path.at(-1);
    const reached = rooms.filter(
      (room) => room.package === last?.package && last.mayImport.includes(room.name),
    );
    return reached.flatMap((room) => {
      if (room === path[0]) return [`${room.package}: ${[...path, room].map(nameOf).join(" -> ")}`];
      return path.includes(room) ? [] : next([...path, room]);
    });
  };
  return rooms.flatMap((room) => next([room]));
}

const nameOf = ({ name }: Room) => name;
