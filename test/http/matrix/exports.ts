// What a person takes along and brings, in the matrix.
import pg from 'pg';
import { vi } from 'vitest';
import { PATIENCE } from '../../harness/patience.ts';
import type { Actor } from './actor.ts';
import type { Entries } from './entry.ts';

/** None is being written: a person has one at a time, wherever they act. */
async function stopAll(who: Actor): Promise<void> {
  const admin = new pg.Client({ connectionString: who.world.database.adminUrl });
  await admin.connect();
  await admin.query(
    `update account_exports set state = 'deleted', running_for = null where running_for = $1`,
    [who.session.userId],
  );
  await admin.end();
}

async function ask(who: Actor): Promise<string> {
  await stopAll(who);
  return (await who.expect('POST', '/v1/me/exports', {})).id;
}

async function done(who: Actor): Promise<string> {
  const id = await ask(who);
  await vi.waitFor(async () => {
    const { state } = await who.expect('GET', `/v1/me/exports/${id}`);
    if (state !== 'done') throw new Error(state);
  }, PATIENCE);
  return id;
}

const withDone = { ask: async (who: Actor) => ({ path: { id: await who.have(done) }, body: {} }) };

const calendarOf = (who: Actor) => ({
  type: 'text/calendar',
  text: [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//EN',
    'BEGIN:VEVENT',
    'UID:the-same-for-all',
    `SUMMARY:${who.canary}`,
    'DTSTART:20300101T090000Z',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n'),
});

async function brought(who: Actor): Promise<string> {
  const { type, text } = calendarOf(who);
  const answer = await who.call('POST', '/v1/me/imports', text, { 'content-type': type });
  return answer.body.id;
}

export const EXPORTS: Entries = {
  askExport: {
    ask: async (who) => {
      await stopAll(who);
      return { body: {} };
    },
  },
  listExports: { ask: () => ({}) },
  readExport: { ask: async (who) => ({ path: { id: await who.have(done) } }) },
  openExportLink: withDone,
  deleteExport: { ask: async (who) => ({ path: { id: await done(who) } }) },
  bringImport: { ask: (who) => ({ file: calendarOf(who) }) },
  listImports: { ask: () => ({}) },
  readImport: { ask: async (who) => ({ path: { id: await who.have(brought) } }) },
  applyImport: { ask: async (who) => ({ path: { id: await who.have(brought) } }) },
  downloadExport: {
    needsQuery: true,
    ask: async (who) => {
      const id = await who.have(done);
      const { url } = await who.expect('POST', `/v1/me/exports/${id}/link`, {});
      return { query: { token: new URL(url).searchParams.get('token')! } };
    },
  },
};
