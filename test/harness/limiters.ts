// Limiters as several API processes would have them: each with connections of its own, all on the same stores.
import type { MikroORM } from '@mikro-orm/postgresql';
import { openDatabase } from '../../src/db.ts';
import { readLimits, type LimitGroup } from '../../src/kernel/limits.ts';
import { createLog } from '../../src/kernel/log.ts';
import { openLimiter, type Limiter, type Verdict } from '../../src/kernel/rate-limit.ts';
import type { WorkerConfig } from '../../temporal/worker.ts';

export interface LimiterProcess {
  limiter: Limiter;
  orm: MikroORM;
  /** "warn redis", "info postgres": what it said of its stores. */
  said: string[];
}

export interface LimiterSetting {
  databaseUrl: string;
  redisUrl?: string;
  /** Longer than any machine needs, unless told. */
  redisTimeoutMs?: number;
  /** As in RATE_LIMITS. */
  changes: string;
}

/** A Redis that failed is asked again at once, so that no test waits. */
export async function openLimiterProcess(
  { databaseUrl, redisUrl, redisTimeoutMs = 20_000, changes }: LimiterSetting,
  stack: AsyncDisposableStack,
): Promise<LimiterProcess> {
  const orm = await openDatabase(databaseUrl, { poolSize: 4 });
  stack.defer(() => orm.close());
  const said: string[] = [];
  const write = (line: string) => {
    const { level, store } = JSON.parse(line) as { level: string; store: string };
    said.push(`${level} ${store}`);
  };
  const limiter = await openLimiter({
    orm,
    redisUrl: redisUrl ?? null,
    limits: readLimits(changes),
    secret: 'the same for all processes of these tests',
    log: createLog({ level: 'info', process: 'test' }, { write }),
    redisPatience: { timeoutMs: redisTimeoutMs, restMs: 0 },
  });
  stack.defer(() => limiter.close());
  return { limiter, orm, said };
}

/** `clients` of them at once, each taking one after the other, spread over the limiters; every verdict. */
export async function takeAtOnce(
  limiters: readonly Limiter[],
  {
    clients,
    takesEach,
    group,
    who,
  }: { clients: number; takesEach: number; group: LimitGroup; who: (client: number) => string },
): Promise<{ who: string; verdict: Verdict }[]> {
  const runs = Array.from({ length: clients }, async (_, client) => {
    const verdicts = [];
    for (let i = 0; i < takesEach; i++)
      verdicts.push({
        who: who(client),
        verdict: await limiters[(client + i) % limiters.length]!.take(group, who(client)),
      });
    return verdicts;
  });
  return (await Promise.all(runs)).flat();
}

export const countAllowed = (verdicts: readonly { verdict: Verdict }[]): number =>
  verdicts.filter(({ verdict }) => verdict.allowed).length;

/** As a worker has it that is made by hand. There is nothing to close. */
export const limiterOf = (
  orm: MikroORM,
  config: Pick<WorkerConfig, 'RATE_LIMITS' | 'TOKEN_SECRET'>,
): Promise<Limiter> =>
  openLimiter({
    orm,
    redisUrl: null,
    limits: config.RATE_LIMITS,
    secret: config.TOKEN_SECRET,
    log: createLog({ level: 'silent', process: 'test' }),
  });
