// The meter of a worker, out of its configuration.
import { Context } from '@temporalio/activity';
import type { Store } from '../src/kernel/context.ts';
import type { Log } from '../src/kernel/log.ts';
import type { Chains } from '../src/llm/chain.ts';
import type { Config } from '../src/config.ts';
import { allowancesOf } from '../src/usage/allowance.ts';
import { createMeter, type ClosableMeter } from '../src/usage/create-meter.ts';
import { openPriceBook } from '../src/usage/price-book.ts';

/** For a worker that asks models which cost money; the builtin coach needs none. */
export function openMeter(
  config: Config,
  { orm, perform, log, models }: Store & { log: Log; models: Chains },
): ClosableMeter {
  return createMeter({
    orm,
    perform,
    log,
    hasFastModels: models.fast.some(({ provider }) => provider !== 'builtin'),
    prices: openPriceBook(config.LLM_PRICES),
    allowances: allowancesOf(config),
    credits: config.LLM_CREDITS,
    workflowId,
  });
}

/** Of the activity that is being carried out. */
function workflowId(): string | null {
  try {
    return Context.current().info.workflowExecution?.workflowId ?? null;
  } catch {
    return null;
  }
}
