// Where a run takes place: Flux as two processes, its servers behind gates, and what the harness itself sees past them.
import pg from 'pg';
import { openGate, type Gate } from './gate.ts';
import { startGround } from '../harness/global-setup.ts';
import { apiProcess, workerProcess, type FluxProcess } from '../harness/processes.ts';
import { openWorld, type World } from '../harness/world.ts';
import { FarSide } from './far-side.ts';
import { Silence } from './silence.ts';

export type Name = 'worker' | 'api';

export interface Town {
  world: World;
  farSide: FarSide;
  processes: Record<Name, FluxProcess>;
  /** What stands between the two processes and what they need. */
  gates: Record<'temporal' | 'postgres' | 'twilio', Gate>;
  /** As the database's owner, whatever the gates do. */
  db: pg.Pool;
  silence: Silence;
  records: Records;
  close(): Promise<void>;
}

/** What the harness did and heard, which nobody could count afterwards. */
export interface Records {
  /** Messages that Flux took: it answered, or said that it is at work. */
  taken: Set<string>;
  /** Workflows ended by hand, once per run that was ended. */
  terminated: string[];
  /** How many answered while the API was dead. */
  saidToNobody: number;
}

/** Nothing runs yet. */
export async function openTown(): Promise<Town> {
  const { stop, ...ground } = await startGround();
  const farSide = new FarSide();
  const world = await openWorld({
    ground,
    worker: 'none',
    api: 'none',
    simulator: { onRequest: farSide.onRequest },
    env: {
      WORKFLOW_BUNDLE_PATH: ground.bundlePath,
      // As in production: what is unclear may turn up for longer than a request takes.
      PROVIDER_TIMEOUT_MS: '5000',
      DISPATCH_SETTLE_MS: '8000',
    },
  });
  const gates = {
    temporal: await openGate(portOf(`tcp://${ground.temporalAddress}`)),
    postgres: await openGate(portOf(world.database.adminUrl)),
    twilio: await openGate(portOf(world.simulator.url)),
  };
  world.env['TEMPORAL_ADDRESS'] = `127.0.0.1:${gates.temporal.port}`;
  for (const name of ['API_DATABASE_URL', 'WORKER_DATABASE_URL'])
    world.env[name] = through(gates.postgres, world.env[name]!);
  world.env['TWILIO_API_ORIGIN'] = new URL(through(gates.twilio, world.simulator.url)).origin;
  const db = new pg.Pool({ connectionString: world.database.adminUrl });
  const processes = { worker: workerProcess(world), api: apiProcess(world) };
  return {
    world,
    farSide,
    processes,
    gates,
    db,
    silence: new Silence(),
    records: { taken: new Set(), terminated: [], saidToNobody: 0 },
    close: async () => {
      await Promise.all([processes.worker.kill(), processes.api.kill()]);
      for (const gate of Object.values(gates)) await gate.stop();
      await db.end();
      // What is left is the doing of whatever broke.
      world.simulator.takeErrors();
      await world.close();
      await stop();
    },
  };
}

const portOf = (url: string): number => Number(new URL(url).port);

function through(gate: Gate, url: string): string {
  const past = new URL(url);
  past.port = String(gate.port);
  return past.href;
}
