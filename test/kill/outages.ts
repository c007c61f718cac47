// What the world does to Flux: its servers go away, its providers fail, and somebody ends its workflows by hand.
import { setTimeout as delay } from 'node:timers/promises';
import type { Loss } from './gate.ts';
import type { RunOptions } from './options.ts';
import type { Random } from './random.ts';
import type { Town } from './town.ts';

export interface Outage {
  kind: 'outage';
  name: string;
  lastsMs: number;
  /** Kills go on meanwhile. Otherwise one process is killed in the middle of it, and cannot come back before its end. */
  isBeside: boolean;
  /** Resolves when it is over. */
  run(): Promise<void>;
}

/** In an order given by chance, the providers' outage first: what it leaves to do takes longest. */
export function outagesOf(town: Town, { outageMs, providerMs }: RunOptions, random: Random): Outage[] {
  const short = [
    byHand(town),
    byHand(town),
    ...(outageMs > 0 ? (['refused', 'dead'] as const).flatMap((how) => serversOf(town, how, outageMs)) : []),
  ];
  return [...(providerMs > 0 ? [providers(town, providerMs)] : []), ...random.shuffle(short)];
}

const serversOf = (town: Town, how: Loss, lastsMs: number): Outage[] =>
  (['temporal', 'postgres'] as const).map((server) => ({
    kind: 'outage',
    name: `${server === 'temporal' ? 'Temporal' : 'PostgreSQL'} ${how}`,
    lastsMs,
    isBeside: false,
    run: async () => {
      // Whoever shuts a database down ends its sessions first.
      if (server === 'postgres' && how === 'refused') await endSessions(town);
      await town.gates[server].lose(how);
      await delay(lastsMs);
      await town.gates[server].restore();
    },
  }));

async function endSessions({ db }: Town): Promise<void> {
  await db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and usename in ('flux_api', 'flux_worker')`,
  );
}

/** A third of the time each: 503, 429 that asks for an hour, and requests that nobody answers. */
function providers(town: Town, lastsMs: number): Outage {
  return {
    kind: 'outage',
    name: 'providers fail',
    lastsMs,
    isBeside: true,
    run: async () => {
      for (const failing of [
        () => refusing(town, 503),
        () => refusing(town, 429, 3600),
        () => notAnswering(town),
      ]) {
        const end = await failing();
        await delay(lastsMs / 3);
        await end();
      }
    },
  };
}

const SENDS = ['messages', 'calls', 'push'] as const;

async function refusing({ world }: Town, status: number, retryAfterSeconds?: number) {
  const refuse = { kind: 'refuse', status, ...(retryAfterSeconds && { retryAfterSeconds }) } as const;
  const ends = SENDS.map((target) => world.simulator.faults.next(target, refuse, { times: Infinity }));
  return async () => ends.forEach((end) => end());
}

/** Twilio cannot be asked about anything either. */
async function notAnswering({ world, gates }: Town) {
  const end = world.simulator.faults.next('push', { kind: 'hang' }, { times: Infinity });
  await gates.twilio.lose('dead');
  return async () => {
    end();
    await gates.twilio.restore();
  };
}

/** An operator, or a bug, ends whatever runs for people. */
function byHand({ world, records }: Town): Outage {
  const { taskQueue, temporal } = world;
  const query = `TaskQueue = '${taskQueue}' and ExecutionStatus = 'Running'
    and WorkflowType in ('reminderEscalation', 'chatSession', 'goalNegotiation')`;
  return {
    kind: 'outage',
    name: 'workflows terminated by hand',
    lastsMs: 0,
    isBeside: true,
    run: async () => {
      const { workflow } = temporal.client;
      for await (const { workflowId, runId } of workflow.list({ query })) {
        const isEnded = await workflow
          .getHandle(workflowId, runId)
          .terminate('by the kill script')
          .then(() => true)
          // It ended by itself meanwhile.
          .catch(() => false);
        if (isEnded) records.terminated.push(workflowId);
      }
    },
  };
}
