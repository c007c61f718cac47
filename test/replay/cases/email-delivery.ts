// A mail of the outbox.
import pg from 'pg';
import type { Case } from '../cases.ts';
import type { Stage } from '../stage.ts';

export const emailDelivery = {
  sent: async (stage) => stage.ends(`email/${await invited(stage)}`, 'sent'),

  // Refused, and tried again: attempts leave no events.
  'sent-later': async (stage) => {
    stage.real.simulator.faults.next('mail', { kind: 'refuse', at: 'rcpt', code: 451 });
    return stage.ends(`email/${await invited(stage)}`, 'sent');
  },
} satisfies Record<string, Case>;

/** The id of the mail that invites somebody. */
async function invited({ person, real }: Stage): Promise<string> {
  const owner = await person({ channels: [] });
  const { id } = await owner.expect(201, 'POST', '/v1/orgs', { name: 'A team' });
  await owner.expect(201, 'POST', `/v1/orgs/${id}/invitations`, { email: `${id}@example.com` });
  const admin = new pg.Client({ connectionString: real.database.adminUrl });
  await admin.connect();
  const { rows } = await admin.query<{ id: string }>(
    'select id from emails order by created_at desc limit 1',
  );
  await admin.end();
  return rows[0]!.id;
}
