// The promise of an export: whatever stands in a column that the catalogue exports is in it, word for word; what the
// catalogue keeps back is not, and of a colleague in the same organisation there is nothing.
import { expect, test } from 'vitest';
import { httpWorld } from '../../harness/http-world.ts';
import { isExported, markEverything } from '../../harness/mark-everything.ts';
import { takeExport } from '../../harness/take-export.ts';
import { readTables, seedEveryTable } from '../kernel/seed-every-table.ts';

const { api, admin } = httpWorld({ worker: 'here' });

test('every exported column is in the file, none that is kept back, and nothing of a colleague', async () => {
  const [ana, ben] = [await api.register({ name: 'Ana' }), await api.register({ name: 'Ben' })];
  const team = await ana.expect(201, 'POST', '/v1/orgs', { name: 'The team' });
  const invitation = { email: ben.email, role: 'member' };
  const { token } = await ana.expect(201, 'POST', `/v1/orgs/${team.id}/invitations`, invitation);
  await ben.expect(200, 'POST', '/v1/invitations/acceptance', { token });
  const tables = await readTables(admin);
  await admin.query(`set session_replication_role = 'replica'`);
  for (const { userId } of [ana, ben]) await seedEveryTable(admin, tables, { orgId: team.id, userId });
  const ofAna = await markEverything(admin, ana.userId, 'canary-ana');
  const ofBen = await markEverything(admin, ben.userId, 'canary-ben');
  await admin.query(`set session_replication_role = 'origin'`);
  expect(ofAna.length).toBeGreaterThan(60);
  expect(ofBen.length).toBeGreaterThan(60);

  const entries = await takeExport(ana);
  const text = [...entries.values()].join('\n');
  const found = ofAna.filter((column) => text.includes(`canary-ana.${column}.`));
  expect(found).toEqual(ofAna.filter(isExported));
  expect(text).not.toContain('canary-ben');
  expect(text).not.toContain(ben.userId);
});
