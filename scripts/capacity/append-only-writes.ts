/**
 * Counts the transactions in an append-only file: a command alone, or all between MULTI and EXEC.
 * With `appendfsync always`, Redis syncs at most once for each. It shares a sync among those that
 * arrive together.
 */
export function countWrites(file: Buffer): number {
  let writes = 0;
  let isOpen = false;
  for (const command of commandsOf(file)) {
    if (command === "MULTI") isOpen = true;
    if (command === "EXEC") isOpen = false;
    if (!isOpen && command !== "SELECT") writes += 1;
  }
  return writes;
}

/** The names of the commands of a file in Redis' protocol. */
function* commandsOf(file: Buffer): Generator<string> {
  let position = 0;
  const line = () => {
    const end = file.indexOf("\r\n", position);
    const text = file.toString("latin1", position, end);
    position = end + 2;
    return text;
  };
  while (position < file.length) {
    const head = line();
    // Timestamps are comments.
    if (!head.startsWith("*")) continue;
    for (let part = 0; part < Number(head.slice(1)); part += 1) {
      const length = Number(line().slice(1));
      if (part === 0) yield file.toString("latin1", position, position + length).toUpperCase();
      position += length + 2;
    }
  }
}
