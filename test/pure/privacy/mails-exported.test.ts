// An export tells nobody whether somebody else has an account, or wants no mails: what became of a mail is not in it.
import { expect, test } from 'vitest';
import { exportedTables } from '../../../src/archive/exported-tables.ts';

test.each([
  ['emails', ['id', 'user_id', 'valid_until', 'created_at']],
  ['email_links', ['kind', 'user_id', 'email', 'created_at', 'expires_at']],
])('of %s nothing that hangs on whose the address is', (table, columns) => {
  expect(exportedTables().find((one) => one.table === table)?.columns).toEqual(columns);
});
