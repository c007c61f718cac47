// Bodies that try to set what nobody may set.

interface Overloaded {
  body: Record<string, unknown>;
  /** Where the columns were added: "org_id", "keys.org_id". */
  added: string[];
}

/** Adds every column to this object and to those in it, but for the `fields` that it may have. */
export function overload(
  body: Record<string, unknown>,
  columns: readonly string[],
  fields: readonly string[],
): Overloaded {
  const foreign = columns.filter((column) => !fields.includes(column));
  const full: Overloaded = {
    body: { ...body, ...Object.fromEntries(foreign.map((column) => [column, null])) },
    added: foreign,
  };
  for (const [field, value] of Object.entries(body)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    const inner = overload(value as Record<string, unknown>, columns, Object.keys(value));
    full.body[field] = inner.body;
    full.added = [...full.added, ...inner.added.map((column) => `${field}.${column}`)];
  }
  return full;
}
