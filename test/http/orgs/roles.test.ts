// Every role at every door of an organisation, held against the table of roles: what the table does not allow is 403, and changes nothing.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { may, mayChangeRole, mayRemove, ROLES, type Action, type Role } from '../../../src/orgs/roles.ts';
import type { Answer, Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { api, admin } = httpWorld();
/** Of a team with two owners, so that none of them is the last, and somebody of each role beside the one who acts. */
let orgId: string;
let owner: Session;
const actors = {} as Record<Role, Session>;
const targets = {} as Record<Role, Session>;

beforeAll(async () => {
  owner = await api.register();
  orgId = (await owner.expect(201, 'POST', '/v1/orgs', { name: 'The team' })).id;
  for (const role of ROLES) {
    actors[role] = await api.register();
    targets[role] = await api.register();
    for (const { userId } of [actors[role], targets[role]]) await putBack(userId, role);
  }
});

async function putBack(userId: string, role: Role): Promise<void> {
  await admin.query(
    `insert into members (org_id, user_id, role) values ($1, $2, $3)
     on conflict (org_id, user_id) do update set role = excluded.role`,
    [orgId, userId, role],
  );
}

const org = (path = '') => `/v1/orgs/${orgId}${path}`;
const invite = () => ({ email: `${randomUUID()}@example.com` });
async function rowsOfTeam(): Promise<unknown> {
  const { rows } = await admin.query(
    `select (select to_jsonb(o) from orgs o where id = $1) as org,
       (select json_agg(to_jsonb(m) order by user_id) from members m where org_id = $1) as members,
       (select json_agg(to_jsonb(i) order by id) from invitations i where org_id = $1) as invitations`,
    [orgId],
  );
  return rows;
}

/** What came of it, and whether anything of the team is not as it was. */
async function knock(attempt: () => Promise<Answer>) {
  const before = await rowsOfTeam();
  const { status, body } = await attempt();
  if (status < 300) return 'done';
  return { status, code: body.code, isAsBefore: isDeepStrictEqual(await rowsOfTeam(), before) };
}

const expected = (isAllowed: boolean) =>
  isAllowed ? 'done' : { status: 403, code: 'ROLE_TOO_LOW', isAsBefore: true };

/** Each action of the table at its door; `invitationId`: one that is open. */
const DOORS: Record<
  Exclude<Action, 'see_emails'>,
  (actor: Session, invitationId: string) => Promise<Answer>
> = {
  rename: (actor) => actor.call('PATCH', org(), { name: `Renamed ${randomUUID()}` }),
  invite: (actor) => actor.call('POST', org('/invitations'), invite()),
  see_invitations: (actor) => actor.call('GET', org('/invitations')),
  see_usage: (actor) => actor.call('GET', org('/usage')),
  set_budget: (actor) =>
    actor.call('PUT', org('/budget'), { soft_limit_micros: null, hard_limit_micros: 1_000_000 }),
  revoke_invitations: (actor, id) => actor.call('DELETE', org(`/invitations/${id}`)),
};

describe.each(ROLES)('%s', (role) => {
  test.each(Object.keys(DOORS) as (keyof typeof DOORS)[])('%s', async (action) => {
    const { id } = await owner.expect(201, 'POST', org('/invitations'), invite());
    expect(await knock(() => DOORS[action](actors[role], id))).toEqual(expected(may(role, action)));
  });

  test('see_emails', async () => {
    const { members } = await actors[role].expect(200, 'GET', org('/members'));
    expect(members).toHaveLength(1 + 2 * ROLES.length);
    for (const { email } of members) expect(typeof email === 'string').toBe(may(role, 'see_emails'));
  });

  const changes = ROLES.flatMap((from) => ROLES.map((to) => [from, to] as const));
  test.each(changes)('makes of somebody who is %s a %s', async (from, to) => {
    const { userId } = targets[from];
    const change = () => actors[role].call('PATCH', org(`/members/${userId}`), { role: to });
    expect(await knock(change)).toEqual(expected(mayChangeRole(role, from, to)));
    await putBack(userId, from);
  });

  test.each(ROLES)('removes somebody who is %s', async (target) => {
    const { userId } = targets[target];
    const remove = () => actors[role].call('DELETE', org(`/members/${userId}`));
    expect(await knock(remove)).toEqual(expected(mayRemove(role, target)));
    await putBack(userId, target);
  });

  test('sees the team, and leaves it', async () => {
    const { userId } = actors[role];
    expect(await actors[role].expect(200, 'GET', org())).toMatchObject({ id: orgId, role });
    await actors[role].expect(204, 'DELETE', org(`/members/${userId}`));
    await actors[role].expect(404, 'GET', org());
    await putBack(userId, role);
  });
});
