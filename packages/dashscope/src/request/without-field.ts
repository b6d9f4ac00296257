/**
 * A copy of a value without one field. Entries of lists are never removed.
 *
 * @param path as in `input.media[0].url`.
 */
export function withoutField(value: unknown, path: string): unknown {
  return without(value, path.match(/[^.[\]]+/g) ?? []);
}

function without(value: unknown, [key, ...inside]: readonly string[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  const change = (name: string, item: unknown) => (name === key ? without(item, inside) : item);
  if (Array.isArray(value)) return value.map((item, index) => change(String(index), item));
  const fields = Object.entries(value);
  return Object.fromEntries(
    inside.length === 0
      ? fields.filter(([name]) => name !== key)
      : fields.map(([name, item]) => [name, change(name, item)]),
  );
}
