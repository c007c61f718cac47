// An outbox without workflows: a test delivers one mail whenever it wants, on a real PostgreSQL and a real mail server.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { createSmtpEmail } from '../../../src/channels/email.ts';
import { openDatabase } from '../../../src/db.ts';
import { deliverEmail, type DeliveryPorts } from '../../../src/emails/deliver-email.ts';
import type { AnyEmail } from '../../../src/emails/email-contents.ts';
import { emailSetup, type EmailSettings } from '../../../src/emails/email-setup.ts';
import { queueEmail } from '../../../src/emails/queue-email.ts';
import { asPerson, type Person } from '../../../src/kernel/context.ts';
import { createLog } from '../../../src/kernel/log.ts';
import type { Simulator } from '../../../src/simulator/start-simulator.ts';
import { freshDatabase } from '../../harness/database.ts';
import { startFarSide } from '../../harness/simulator-app.ts';

export const SECRET = 'a secret of thirty-two characters';
export const SETTINGS: EmailSettings = {
  TOKEN_SECRET: SECRET,
  NODE_ENV: 'test',
  PUBLIC_URL: 'https://flux.example.com',
  EMAIL_SMTP_URL: 'smtp://127.0.0.1:25',
  EMAIL_TIMEOUT_MS: 60_000,
  DISPATCH_SETTLE_MS: 45_000,
  EMAIL_FROM: 'Flux <hello@example.com>',
};

export interface Row {
  state: string;
  reason: string | null;
  sealed: string | null;
  attempt: number;
  unclear: number;
}

export interface Scene {
  simulator: Simulator;
  admin: pg.Pool;
  orm: MikroORM;
  ports: DeliveryPorts;
  ana: Person;
  /** Queues a mail for an hour, and gives its id. */
  queue(email: AnyEmail, validForMs?: number, outbox?: DeliveryPorts['outbox']): Promise<string>;
  deliver(id: string, change?: Partial<DeliveryPorts>): Promise<string>;
  rowOf(id: string): Promise<Row>;
  /** What arrived under the id's Message-ID. */
  arrived(id: string): number;
  close(): Promise<void>;
}

export const HOUR_MS = 3_600_000;

export async function openScene(): Promise<Scene> {
  const database = await freshDatabase();
  const far = await startFarSide();
  const { simulator } = far;
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 4 });
  const orm = await openDatabase(database.workerUrl);
  const ana = { orgId: randomUUID(), userId: randomUUID() };
  await admin.query('select register_person($1, $2, $3, $4, null, $5)', [
    ana.userId,
    ana.orgId,
    'ana@example.com',
    'hash',
    'UTC',
  ]);
  const ports: DeliveryPorts = {
    orm,
    ...emailSetup(SETTINGS),
    email: createSmtpEmail({
      url: simulator.mailUrl,
      from: SETTINGS.EMAIL_FROM!,
      timeoutMs: 60_000,
    }),
    emailSettleMs: 0,
    publicUrl: SETTINGS.PUBLIC_URL,
    log: createLog({ level: 'silent', process: 'test' }),
  };
  return {
    simulator,
    admin,
    orm,
    ports,
    ana,
    queue: async (email, validForMs = HOUR_MS, outbox = ports.outbox) => {
      const id = randomUUID();
      const validUntil = new Date(Date.now() + validForMs);
      const store = { orm, perform: async () => undefined };
      await asPerson(store, { ...ana, via: 'rest' }, (ctx) =>
        queueEmail(outbox, ctx, email, { id, validUntil }),
      );
      return id;
    },
    deliver: (id, change = {}) => deliverEmail({ ...ports, ...change }, { emailId: id }),
    rowOf: async (id) => {
      const { rows } = await admin.query<Row>(
        'select state, reason, sealed, attempt, unclear from emails where id = $1',
        [id],
      );
      return rows[0]!;
    },
    arrived: (id) =>
      simulator.state.mails.filter(({ messageId }) => messageId === `<${id}@example.com>`).length,
    close: async () => {
      await orm.close();
      await admin.end();
      await far.stop();
      await database.drop();
    },
  };
}
