// A worker that asks, and stands still at a point of the way: bill.test.ts kills it there.
import { openDatabase } from '../../../src/db.ts';
import type { Person } from '../../../src/kernel/context.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { createMeter } from '../../../src/usage/create-meter.ts';
import { openPriceBook } from '../../../src/usage/price-book.ts';
import { askVendor } from './ask-vendor.ts';
import { NO_LIMITS } from './no-limits.ts';

const [url, origin, whose, point, count] = process.argv.slice(2);
if (!url || !origin || !whose || !point || !count)
  throw new Error('Usage: asking-child.ts URL ORIGIN PERSON reserved|answered COUNT');
const meter = createMeter({
  orm: await openDatabase(url, { poolSize: 2 }),
  perform: async () => {},
  log: createLog({ level: 'error', process: 'test' }),
  prices: openPriceBook([]),
  allowances: NO_LIMITS,
  credits: { perDollar: 1000, perAnswer: 0 },
  hasFastModels: true,
  workflowId: () => null,
});
let standing = 0;
const stand = (): Promise<never> => {
  standing += 1;
  if (standing === Number(count)) process.stdout.write('all stand still\n');
  return new Promise(() => {});
};
const held = {
  reserve: async (intended: Parameters<typeof meter.reserve>[0]) => {
    const permit = await meter.reserve(intended);
    return point === 'reserved' ? stand() : permit;
  },
  settle: stand,
};
setInterval(() => {}, 60_000);
const person = JSON.parse(whose) as Person;
await Promise.all(
  Array.from({ length: Number(count) }, () => askVendor({ origin, person, meter: held }, 'openai', 'lost')),
);
