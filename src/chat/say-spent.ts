// Says once a month that the simpler coach answers, and why: what models may cost is used up.
import type { Ctx } from '../kernel/context.ts';
import type { Budget } from '../usage/allowance.ts';
import { noteSaid } from '../usage/note-said.ts';

/** A month that has reached a hard limit, and of which its person does not know yet. */
export interface Spent {
  /** Of the person's month. */
  id: string;
  budget: Budget;
  /** "2026-12" */
  month: string;
}

/** `say`, and behind it what there is to say of the budget, where nobody has said it meanwhile. */
export async function sayWithSpent(ctx: Ctx, say: string, spent: Spent | null): Promise<string> {
  if (spent === null || !(await noteSaid(ctx, { spendingId: spent.id }))) return say;
  return [say, `By the way: ${WORDS[spent.budget]} ${REST}`].filter(Boolean).join(' ');
}

const YOURS = 'your allowance for my longer thinking is used up for this month.';
const WORDS: Record<Spent['budget'], string> = {
  member: YOURS,
  person: YOURS,
  organisation: 'your organisation’s allowance for my longer thinking is used up for this month.',
  goal: 'what you set aside for one of your goals is used up for this month.',
};
const REST = 'Until it is over I answer more simply; your reminders come as always.';
