// A worker that reserves, and says so; meter.test.ts kills it before it can settle.
import { openDatabase } from '../../../src/db.ts';
import { createLog } from '../../../src/kernel/log.ts';
import type { Intended } from '../../../src/llm/meter.ts';
import type { Allowances } from '../../../src/usage/allowance.ts';
import { createMeter } from '../../../src/usage/create-meter.ts';
import { openPriceBook } from '../../../src/usage/price-book.ts';
import { readPrices } from '../../../src/usage/read-prices.ts';

const [url, what, allowances] = process.argv.slice(2);
if (!url || !what || !allowances) throw new Error('Usage: reserving-child.ts URL INTENDED ALLOWANCES');
const meter = createMeter({
  orm: await openDatabase(url, { poolSize: 1 }),
  perform: async () => {},
  log: createLog({ level: 'error', process: 'test' }),
  prices: openPriceBook(readPrices('{"plain": {"input": 1, "output": 1}}')),
  allowances: JSON.parse(allowances) as Allowances,
  credits: { perDollar: 1000, perAnswer: 0 },
  hasFastModels: true,
  workflowId: () => null,
});
const permit = await meter.reserve(JSON.parse(what) as Intended);
process.stdout.write(`${JSON.stringify(permit)}\n`);
setInterval(() => {}, 60_000);
