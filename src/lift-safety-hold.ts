// `npm run lift-hold -- <user id> --reason "..."`: an operator ends a hold of the crisis guard, and says why.
import { parseArgs } from 'node:util';
import { readConfig } from './config.ts';
import { sayingHow } from './consent/say-how.sql.ts';
import { openDatabase } from './db.ts';
import { findDevLogin } from './dev/find-dev-login.ts';
import { asSystem } from './kernel/context.ts';
import { errorCode } from './kernel/error-code.ts';
import { newId } from './kernel/ids.ts';
import { SafetyEvent, SafetyHold } from './safety/hold.entity.ts';

const HELP = `Usage: npm run lift-hold -- <user id> --reason "spoken with their doctor"
Reminders and coaching of this person go on; who lifts it, and why, belongs into the reason. Reminders that wait ask again by themselves.
Reads WORKER_DATABASE_URL; without it, the running \`npm run dev\` is meant, but never with NODE_ENV=production.`;

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { reason: { type: 'string' } },
    allowPositionals: true,
  });
  const [userId] = positionals;
  if (userId === undefined || !values.reason?.trim()) throw new Error(HELP);
  const { reason } = values;
  const { NODE_ENV, WORKER_DATABASE_URL } = readConfig();
  const url = WORKER_DATABASE_URL ?? (NODE_ENV === 'production' ? null : await findDevLogin('worker'));
  if (!url) throw new Error('WORKER_DATABASE_URL is missing. See .env.example.');
  const orm = await openDatabase(url, { poolSize: 1 });
  try {
    const lifted = await asSystem(orm, async (em) => {
      const held = { userId, state: { $in: ['asked', 'held', 'steady'] as const } };
      const now = new Date();
      const change = { state: 'clear' as const, about: null, since: now, liftedAt: now };
      const count = await sayingHow({ em }, { way: 'operator' }, () =>
        em.nativeUpdate(SafetyHold, held, change),
      );
      if (count > 0)
        await em.insert(SafetyEvent, { id: newId(), userId, kind: 'lifted', via: 'operator', reason });
      return count > 0;
    });
    process.stdout.write(lifted ? 'Lifted.\n' : 'Nothing was held.\n');
  } finally {
    await orm.close();
  }
}

try {
  await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message || errorCode(error) : String(error)}\n`);
  process.exitCode = 1;
}
