// Fifty people who share twenty-five organisations, written straight into the tables; all that is theirs carries their mark.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { AccessTokens } from '../../../src/account/access-token.ts';
import { newId } from '../../../src/kernel/ids.ts';

/** A person in one of their organisations: the unit that must never see anything of another. */
export interface Seat {
  userId: string;
  orgId: string;
  token: string;
  /** "~p7o12~": in every title and name of this seat. */
  mark: string;
  /** The tasks that they were told they have. */
  taskIds: string[];
  /** By Idempotency-Key: what was sent under it, and the task that it made, once that is known. */
  keyed: Map<string, { body: object; taskId: string | null }>;
  /** Each new task has an hour of its own. */
  hours: number;
}

const PEOPLE = 50;
const ORGS = 25;
/** Everybody signed in to one organisation and belongs to another one as well. */
const homeOf = (person: number): number => person % ORGS;
const otherOf = (person: number): number => (person + 7) % ORGS;

export const MARK = /~p\d+o\d+~/g;

/** Every seat: two for each person. */
export async function seatPeople(admin: pg.Client, tokens: AccessTokens): Promise<Seat[]> {
  const orgIds = Array.from({ length: ORGS }, () => newId());
  const seats: Seat[] = [];
  const sessions = [];
  for (let person = 0; person < PEOPLE; person++) {
    const [userId, sessionId, home] = [newId(), randomUUID(), homeOf(person)];
    sessions.push({ id: sessionId, user_id: userId });
    const token = await tokens.issue({ orgId: orgIds[home]!, userId, sessionId });
    for (const org of [home, otherOf(person)])
      seats.push({
        userId,
        token,
        orgId: orgIds[org]!,
        mark: `~p${person}o${org}~`,
        taskIds: [],
        keyed: new Map(),
        hours: 0,
      });
  }
  const members = seats.map(({ orgId, userId, mark }) => ({ org_id: orgId, user_id: userId, mark }));
  await admin.query(SEED, [orgIds, JSON.stringify(sessions), JSON.stringify(members)]);
  return seats;
}

const SEED = `
  with session as (select * from json_to_recordset($2) as row (id uuid, user_id uuid)),
  member as (select * from json_to_recordset($3) as row (org_id uuid, user_id uuid, mark text)),
  new_orgs as (insert into orgs (id, name, kind) select id, 'A team', 'team' from unnest($1::uuid[]) as id),
  new_users as (
    insert into users (id, email, password_hash) select user_id, user_id || '@example.com', '' from session),
  new_sessions as (
    insert into sessions (id, user_id, expires_at) select id, user_id, now() + interval '1 day' from session),
  new_members as (insert into members (org_id, user_id, role) select org_id, user_id, 'owner' from member)
  insert into profiles (org_id, user_id, display_name, zone) select org_id, user_id, mark, 'UTC' from member`;
