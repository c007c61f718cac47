// A statement that is part of a transaction, or all of it: the same text serves both.
import type { Ctx } from './context.ts';
import type { Statement, StatementCtx } from './sql.ts';

/**
 * `text` with a "?" for each value. Moments come back as text in a transaction, and as dates where the statement is all
 * of it: whoever asks for one has it given as JSON.
 */
export async function runStatement<Row extends object>(
  ctx: Ctx | StatementCtx,
  { name, text, values }: Statement,
): Promise<Row[]> {
  if ('em' in ctx) return ctx.em.execute(text, values);
  return ctx.query<Row & Record<string, unknown>>({ name, text: numbered(text), values });
}

/** "?, ?" to "$1, $2". */
function numbered(text: string): string {
  let number = 0;
  return text.replaceAll('?', () => `$${++number}`);
}
