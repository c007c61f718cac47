// What a strict schema says beyond its shape is left out: a vendor may refuse the whole question for it, and our own
// check of the answer holds it anyway.

const BEYOND = new Set(['minLength', 'maxLength', 'pattern', 'format', 'default']);

/** The same without lengths, patterns, formats and defaults. A field that is called so stays. */
export function onlyShape<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(onlyShape) as T;
  const kept = entriesOf(schema).filter(([name]) => !BEYOND.has(name));
  return mapped(schema, kept, (name, value) => (name === 'properties' ? eachShape(value) : onlyShape(value)));
}

const eachShape = (fields: unknown): unknown =>
  mapped(fields, entriesOf(fields), (_name, value) => onlyShape(value));

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

const mapped = <T>(
  value: T,
  entries: [string, unknown][],
  map: (name: string, value: unknown) => unknown,
): T =>
  typeof value === 'object' && value !== null
    ? (Object.fromEntries(entries.map(([name, one]) => [name, map(name, one)])) as T)
    : value;
