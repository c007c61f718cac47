// One page of a list: what is asked for is one row more than it shows, which tells whether there is another page.

export interface Page<Row> {
  rows: Row[];
  /** Of the page behind; null: there is none. */
  nextCursor: string | null;
}

/** `found`: at most `limit` + 1 rows in the order of the list. `cursorOf`: the cursor behind a row. */
export function pageOf<Row>(found: Row[], limit: number, cursorOf: (last: Row) => string): Page<Row> {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, nextCursor: found.length > limit && last !== undefined ? cursorOf(last) : null };
}
