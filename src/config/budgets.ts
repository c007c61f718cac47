// What models may cost, and what they do cost where our table does not know.
import { z } from 'zod';
import { readAllowance, readCreditFormula } from '../usage/allowance.ts';
import { readPrices } from '../usage/read-prices.ts';
import { readBy } from './kinds.ts';
import { words } from './words.ts';

const allowance = (preset: string) => z.string().default(preset).transform(readBy(readAllowance));

export const BUDGETS = {
  LLM_BUDGET_ORGANISATION: allowance('80/100').register(words, {
    what: 'What one organisation may spend in a month of UTC. Its owners and admins can set less, and nobody more.',
  }),
  LLM_BUDGET_PERSON: allowance('8/10').register(words, {
    what: 'What one person may spend in a month of their zone, in all of their organisations together. They can set less for one of them.',
  }),
  LLM_BUDGET_GOAL: allowance('none').register(words, {
    what: 'What one goal may spend in a month of its person’s zone.',
  }),
  LLM_PRICES: z
    .string()
    .default('')
    .transform(readBy(readPrices))
    .register(words, {
      what:
        'Prices that are not in `src/usage/price-table.ts`, or are other than there, as JSON: by model, dollars for a million tokens, ' +
        '`input`, `output`, and where they differ `cache_read`, `cache_write`, `cache_write_long`; `from` a day, or a list of such; `bands` with `above`. ' +
        'A model without a price counts as the dearest one: give one that runs on your own machine the price 0.',
      example: '{"my-model": {"input": 0, "output": 0}}',
    }),
  LLM_CREDITS: z.string().default('1000/dollar').transform(readBy(readCreditFormula)).register(words, {
    what: 'How many credits a call burns: so many for each dollar that it counts, and so many for each answer.',
    example: '1000/dollar + 1/answer',
  }),
};
