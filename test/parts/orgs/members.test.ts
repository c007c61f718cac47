// Teams: roles that the verbs and the database hold alike, invitations that work once, and what ends with a membership.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPhoneOwner } from '../../../src/account/find-phone-owner.ts';
import { openDatabase } from '../../../src/db.ts';
import { asPerson, type Actor, type Ctx, type Person } from '../../../src/kernel/context.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { readLimits } from '../../../src/kernel/limits.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { callFunction } from '../../../src/kernel/sql.ts';
import { acceptInvitation } from '../../../src/orgs/accept-invitation.ts';
import { changeRole } from '../../../src/orgs/change-role.ts';
import { createOrg } from '../../../src/orgs/create-org.ts';
import { inEveryOrg } from '../../../src/orgs/in-every-org.ts';
import { invitePerson } from '../../../src/orgs/invite-person.ts';
import { listInvitations } from '../../../src/orgs/list-invitations.ts';
import { listMembers } from '../../../src/orgs/read-member.ts';
import { readOrg } from '../../../src/orgs/read-org.sql.ts';
import { removeMember } from '../../../src/orgs/remove-member.ts';
import { renameOrg } from '../../../src/orgs/rename-org.ts';
import { revokeInvitation } from '../../../src/orgs/revoke-invitation.ts';
import { mayChangeRole, mayRemove, may, ROLES, type Role } from '../../../src/orgs/roles.ts';
import { claimStep } from '../../../src/reminders/claim-step.ts';
import { closeAsMissed } from '../../../src/reminders/close-as-missed.ts';
import type { Reminders } from '../../../src/reminders/reminders.ts';
import { startReminders } from '../../../src/reminders/start-reminders.ts';
import { takeStep } from '../../../src/reminders/take-step.ts';
import { createTask } from '../../../src/tasks/create-task.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { limiterOf } from '../../harness/limiters.ts';

interface Somebody {
  userId: string;
  /** Their personal organisation. */
  home: Person;
  email: string;
}

let database: TestDatabase;
let admin: pg.Client;
/** With the API's login and as many connections as there are clients at once. */
let orm: MikroORM;
let worker: MikroORM;
beforeAll(async () => {
  database = await freshDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  orm = await openDatabase(database.apiUrl, { poolSize: 50 });
  worker = await openDatabase(database.workerUrl);
});
afterAll(async () => {
  await orm.close();
  await worker.close();
  await admin.end();
  await database.drop();
});

async function somebody(name: string | null = null): Promise<Somebody> {
  const [userId, orgId, email] = [newId(), newId(), `${randomUUID()}@example.com`];
  await admin.query('select register_person($1, $2, $3, $4, $5, $6)', [
    userId,
    orgId,
    email,
    'hash',
    name,
    'Europe/Berlin',
  ]);
  return { userId, home: { orgId, userId }, email };
}

const perform = async (): Promise<void> => {};
const actor = ({ orgId, userId }: Person): Actor => ({ orgId, userId, via: 'rest' });
const as = <T>(person: Person, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  asPerson({ orm, perform }, actor(person), work);
/** With the worker's login. */
const atWork = <T>(person: Person, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  asPerson({ orm: worker, perform }, actor(person), work);

/** A team of people with these roles, the first of whom made it. */
async function teamOf(...roles: Role[]): Promise<{ orgId: string; people: (Person & Somebody)[] }> {
  const everybody = await Promise.all(roles.map(() => somebody()));
  const { id: orgId } = await as(everybody[0]!.home, (ctx) => createOrg(ctx, { name: 'Team' }));
  const people = everybody.map((one) => ({ ...one, orgId }));
  for (const [index, { email, home, userId }] of people.entries()) {
    if (index === 0) continue;
    const { token } = await as(people[0]!, (ctx) => invitePerson(ctx, { email, role: 'member' }));
    await as(home, (ctx) => acceptInvitation(ctx, { token }));
    const role = roles[index]!;
    if (role !== 'member') await as(people[0]!, (ctx) => changeRole(ctx, { userId, role }));
  }
  const [owner] = people;
  const first = roles[0]!;
  if (first !== 'owner') await as(owner!, (ctx) => changeRole(ctx, { userId: owner!.userId, role: first }));
  return { orgId, people };
}

async function rolesIn(orgId: string): Promise<Role[]> {
  const { rows } = await admin.query<{ role: Role }>(
    'select role from members where org_id = $1 order by role desc',
    [orgId],
  );
  return rows.map(({ role }) => role);
}

const codes = (results: PromiseSettledResult<unknown>[]): string[] =>
  results.map((one) =>
    one.status === 'fulfilled' ? 'done' : String((one.reason as { code?: unknown }).code ?? one.reason),
  );
const count = (all: string[], wanted: string): number => all.filter((one) => one === wanted).length;

const accept = (person: Somebody, token: string) =>
  as(person.home, (ctx) => acceptInvitation(ctx, { token }));
const invite = (owner: Person, { email }: { email: string }, role: 'admin' | 'member' = 'member') =>
  as(owner, (ctx) => invitePerson(ctx, { email, role }));

async function outcome(actor: Person, verb: (ctx: Ctx) => Promise<unknown>): Promise<string> {
  return codes(await Promise.allSettled([as(actor, verb)]))[0]!;
}

/** Whether a statement that no verb stands in front of changes anything; it is taken back. */
async function changesByHand(actor: Person, statement: string, target?: Person): Promise<boolean> {
  const where = target ? `where user_id = '${target.userId}'` : '';
  const undone = new Error('taken back');
  let changed = false;
  await as(actor, async (ctx) => {
    const rows = await ctx.em.execute(
      `with changed as (${statement} ${where} returning 1) select from changed`,
    );
    changed = rows.length > 0;
    throw undone;
  }).catch((error: unknown) => {
    if (error !== undone && (error as { code?: unknown }).code !== '42501') throw error;
  });
  return changed;
}

/** Answers as a workflow would be started, and remembers what for. */
function starter() {
  const started: string[] = [];
  const start: Reminders['start'] = async (_person, due) => void started.push(due.taskId);
  const reminders: Reminders = {
    start,
    wake: async () => {},
    revive: async () => false,
    clearUp: async () => false,
  };
  return { started, reminders };
}

describe('roles', () => {
  test('whoever makes a team owns it, under the name and zone of home', async () => {
    const ana = await somebody('Ana');
    const org = await as(ana.home, (ctx) => createOrg(ctx, { name: 'Team' }));
    expect(org).toEqual({
      id: expect.any(String),
      name: 'Team',
      kind: 'team',
      role: 'owner',
      createdAt: expect.any(Date),
    });
    expect(await as({ ...ana, orgId: org.id }, readOrg)).toEqual(org);
    const { rows } = await admin.query(
      'select display_name, zone from profiles where org_id = $1 and user_id = $2',
      [org.id, ana.userId],
    );
    expect(rows).toEqual([{ display_name: 'Ana', zone: 'Europe/Berlin' }]);
  });

  test('the verbs and the database draw the same line', async () => {
    for (const role of ROLES)
      for (const target of ROLES) {
        // One more owner, so that nobody is the last.
        const { orgId, people } = await teamOf('owner', role, target);
        const [, actor, other] = people as [Somebody & Person, Somebody & Person, Somebody & Person];
        for (const to of ROLES) {
          const change = (ctx: Ctx) => changeRole(ctx, { userId: other.userId, role: to });
          const may = mayChangeRole(role, target, to);
          const label = `${role} makes ${to} of ${target}`;
          expect([label, await outcome(actor, change)]).toEqual([label, may ? 'done' : 'ROLE_TOO_LOW']);
          await admin.query('update members set role = $3 where org_id = $1 and user_id = $2', [
            orgId,
            other.userId,
            target,
          ]);
          expect([label, await changesByHand(actor, `update members set role = '${to}'`, other)]).toEqual([
            label,
            may,
          ]);
        }
        const label = `${role} removes ${target}`;
        const mayRemoveThem = mayRemove(role, target);
        expect([label, await changesByHand(actor, 'delete from members', other)]).toEqual([
          label,
          mayRemoveThem,
        ]);
        const remove = (ctx: Ctx) => removeMember(ctx, other);
        expect([label, await outcome(actor, remove)]).toEqual([
          label,
          mayRemoveThem ? 'done' : 'ROLE_TOO_LOW',
        ]);
      }
  });

  test.each(ROLES)('what a %s may do to the whole', async (role) => {
    const { people } = await teamOf('owner', role);
    const [owner, actor] = people as [Somebody & Person, Somebody & Person];
    const open = await as(owner, (ctx) => invitePerson(ctx, { email: 'x@example.com', role: 'member' }));
    const expected = may(role, 'rename') ? 'done' : 'ROLE_TOO_LOW';
    expect(await outcome(actor, (ctx) => renameOrg(ctx, { name: 'Other' }))).toBe(expected);
    expect(await outcome(actor, listInvitations)).toBe(expected);
    expect(await outcome(actor, (ctx) => invitePerson(ctx, { email: 'y@example.com', role: 'admin' }))).toBe(
      expected,
    );
    const revoke = (ctx: Ctx) => revokeInvitation(ctx, { invitationId: open.invitation.id });
    expect(await outcome(actor, revoke)).toBe(expected);

    expect(await changesByHand(actor, `update orgs set name = 'By hand'`)).toBe(role !== 'member');
    expect(await changesByHand(actor, 'update invitations set revoked_at = now()')).toBe(role !== 'member');
    const { members } = await as(actor, (ctx) => listMembers(ctx, { limit: 10, after: null }));
    const emails = role === 'member' ? [null, null] : [owner.email, actor.email];
    expect(new Set(members.map(({ email }) => email))).toEqual(new Set(emails));
  });

  test('the last owner stays one', async () => {
    const { orgId, people } = await teamOf('owner', 'admin');
    const [owner] = people as [Somebody & Person];
    for (const role of ['admin', 'member'] as const)
      await expect(as(owner, (ctx) => changeRole(ctx, { ...owner, role }))).rejects.toMatchObject({
        code: 'LAST_OWNER',
      });
    await expect(as(owner, (ctx) => removeMember(ctx, owner))).rejects.toMatchObject({ code: 'LAST_OWNER' });
    expect(await rolesIn(orgId)).toEqual(['owner', 'admin']);
    await expect(as(owner.home, (ctx) => removeMember(ctx, owner))).rejects.toMatchObject({
      code: 'ORG_PERSONAL',
    });
  });

  test('of five owners that demote, remove and leave fifty times at once one is left', async () => {
    const { orgId, people } = await teamOf('owner', 'owner', 'owner', 'owner', 'owner');
    const attempts = Array.from({ length: 50 }, (_, n) => {
      const actor = people[n % 5]!;
      const target = people[(n + Math.floor(n / 5)) % 5]!;
      return as<unknown>(actor, (ctx) =>
        n % 2 === 0 ? changeRole(ctx, { ...target, role: 'member' }) : removeMember(ctx, target),
      );
    });
    const ends = codes(await Promise.allSettled(attempts));
    expect(count(await rolesIn(orgId), 'owner')).toBe(1);
    // Whoever lost their own role or place on the way is told so.
    expect(ends.filter((end) => !['done', 'LAST_OWNER', 'ROLE_TOO_LOW', 'NOT_FOUND'].includes(end))).toEqual(
      [],
    );
    expect(count(ends, 'LAST_OWNER')).toBeGreaterThan(0);
  });

  test('members come in pages', async () => {
    const { people } = await teamOf('owner', 'member', 'member', 'member', 'member');
    const seen = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listMembers>> = await as(people[1]!, (ctx) =>
        listMembers(ctx, { limit: 2, after }),
      );
      seen.push(page.members.map(({ userId }) => userId));
      after = page.nextCursor;
    } while (after !== null);
    expect(seen.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(seen.flat().toSorted()).toEqual(people.map(({ userId }) => userId).toSorted());
  });
});

describe('invitations', () => {
  const UNKNOWN = { code: 'INVITATION_UNKNOWN' };
  test('its address makes a member of it, once', async () => {
    const { orgId, people } = await teamOf('owner');
    const [ben, cleo] = [await somebody('Ben'), await somebody()];
    const { token, invitation } = await invite(people[0]!, ben, 'admin');
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(invitation.expiresAt.getTime() - invitation.createdAt.getTime()).toBe(7 * 24 * 3_600_000);
    const { rows } = await admin.query('select * from invitations where id = $1', [invitation.id]);
    expect(JSON.stringify(rows)).not.toContain(token);

    await expect(accept(cleo, token)).rejects.toMatchObject(UNKNOWN);
    await expect(accept(ben, `${token}x`)).rejects.toMatchObject(UNKNOWN);
    expect(await accept(ben, token)).toMatchObject({ id: orgId, kind: 'team', role: 'admin' });
    await expect(accept(ben, token)).rejects.toMatchObject(UNKNOWN);
    expect(await rolesIn(orgId)).toEqual(['owner', 'admin']);
    expect(await as(people[0]!, listInvitations)).toEqual([]);
    const { members } = await as(people[0]!, (ctx) => listMembers(ctx, { limit: 10, after: null }));
    expect(members).toContainEqual(
      expect.objectContaining({ userId: ben.userId, name: 'Ben', email: ben.email }),
    );
  });

  test('twenty acceptances at once make one membership', async () => {
    const { orgId, people } = await teamOf('owner');
    const ben = await somebody();
    const { token } = await invite(people[0]!, ben);
    const ends = codes(await Promise.allSettled(Array.from({ length: 20 }, () => accept(ben, token))));
    expect([count(ends, 'done'), count(ends, 'INVITATION_UNKNOWN')]).toEqual([1, 19]);
    expect(await rolesIn(orgId)).toEqual(['owner', 'member']);
  });

  test('somebody who belongs already keeps their role, and the invitation is used', async () => {
    const { people } = await teamOf('owner', 'admin');
    const [owner, ben] = people as [Somebody & Person, Somebody & Person];
    const { token } = await invite(owner, ben, 'member');
    expect(await accept(ben, token)).toMatchObject({ role: 'admin' });
    await expect(accept(ben, token)).rejects.toMatchObject(UNKNOWN);
  });

  test('revoked, expired and replaced ones are unknown, and cannot be revoked again', async () => {
    const { people } = await teamOf('owner');
    const owner = people[0]!;
    const ben = await somebody();
    const first = await invite(owner, ben);
    const second = await invite(owner, ben);
    await expect(accept(ben, first.token)).rejects.toMatchObject(UNKNOWN);
    expect((await as(owner, listInvitations)).map(({ id }) => id)).toEqual([second.invitation.id]);

    const revoke = () => as(owner, (ctx) => revokeInvitation(ctx, { invitationId: second.invitation.id }));
    await revoke();
    await expect(accept(ben, second.token)).rejects.toMatchObject(UNKNOWN);
    await expect(revoke()).rejects.toMatchObject({ code: 'NOT_FOUND' });

    const third = await invite(owner, ben);
    await admin.query(`update invitations set expires_at = now() where id = $1`, [third.invitation.id]);
    await expect(accept(ben, third.token)).rejects.toMatchObject(UNKNOWN);
    expect(await as(owner, listInvitations)).toEqual([]);
    expect(await accept(ben, (await invite(owner, ben)).token)).toMatchObject({ role: 'member' });
  });

  test('an address with an account and one without get the same answer', async () => {
    const { people } = await teamOf('owner');
    const known = await invite(people[0]!, await somebody());
    const unknown = await invite(people[0]!, { email: `${randomUUID()}@example.com` });
    const shape = ({ token, invitation }: typeof known) => ({
      length: token.length,
      keys: Object.keys(invitation),
      role: invitation.role,
    });
    expect(shape(known)).toEqual(shape(unknown));
  });

  test('a hundred may be open, also when many are made at once; a personal organisation has none', async () => {
    const { orgId, people } = await teamOf('owner');
    await admin.query(
      `insert into invitations (id, org_id, email, role, token_hash, invited_by, expires_at)
       select gen_random_uuid(), $1, n || '@example.com', 'member', gen_random_uuid(), $2, now() + interval '1 day'
       from generate_series(1, 95) n`,
      [orgId, people[0]!.userId],
    );
    const more = Array.from({ length: 10 }, () =>
      invite(people[0]!, { email: `${randomUUID()}@example.com` }),
    );
    const ends = codes(await Promise.allSettled(more));
    expect([count(ends, 'done'), count(ends, 'INVITATIONS_FULL')]).toEqual([5, 5]);
    // Instead of an older one there is always room.
    await invite(people[0]!, { email: '7@example.com' });
    expect(await as(people[0]!, listInvitations)).toHaveLength(100);
    await expect(invite(people[0]!.home, { email: 'x@example.com' })).rejects.toMatchObject({
      code: 'ORG_PERSONAL',
    });
  });

  test('what somebody promised ends with their power to promise it', async () => {
    const { people } = await teamOf('owner', 'admin', 'admin');
    const [owner, ben, cleo] = people as [Somebody & Person, Somebody & Person, Somebody & Person];
    const invited = await somebody();
    const byBen = await invite(ben, invited);
    await as(owner, (ctx) => changeRole(ctx, { userId: ben.userId, role: 'member' }));
    await expect(accept(invited, byBen.token)).rejects.toMatchObject(UNKNOWN);

    const [byCleo, forCleo] = [await invite(cleo, invited), await invite(owner, cleo)];
    await as(owner, (ctx) => removeMember(ctx, cleo));
    await expect(accept(invited, byCleo.token)).rejects.toMatchObject(UNKNOWN);
    await expect(accept(cleo, forCleo.token)).rejects.toMatchObject(UNKNOWN);
  });
});

describe('what ends with a membership', () => {
  const HOUR_MS = 3_600_000;
  /** A member with a task that is due, and a phone. */
  async function memberWithTask() {
    const { people } = await teamOf('owner', 'member');
    const [owner, ben] = people as [Somebody & Person, Somebody & Person];
    const phone = `+1${Math.floor(2e9 + Math.random() * 7e9)}`;
    await as(ben, (ctx) => callFunction(ctx, 'prove_phone', phone, phone));
    const task = await as(ben, (ctx) =>
      createTask(ctx, { title: 'Run', startsAt: new Date(Date.now() + HOUR_MS), durationMinutes: 30 }),
    );
    await admin.query(`update tasks set starts_at = now() - interval '10 minutes' where id = $1`, [task.id]);
    await admin.query('alter table tasks disable trigger touch_updated_at');
    await admin.query(`update tasks set updated_at = now() - interval '1 hour' where id = $1`, [task.id]);
    await admin.query('alter table tasks enable trigger touch_updated_at');
    const remove = () => as(owner, (ctx) => removeMember(ctx, ben));
    return { owner, ben, phone, taskId: task.id, ref: { taskId: task.id, generation: 1 }, remove };
  }

  test('a reminder that waits is over; nothing of it is written', async () => {
    const { ben, ref, remove } = await memberWithTask();
    const claim = (step: 'push' | 'whatsapp' | 'call') =>
      claimStep({ orm: worker, perform }, actor(ben), { ...ref, step });
    expect(await claim('call')).toMatchObject({ kind: 'send' });
    await remove();
    for (const step of ['push', 'whatsapp', 'call'] as const)
      expect(await claim(step)).toEqual({ kind: 'over' });
    expect(await atWork(ben, (ctx) => closeAsMissed(ctx, ref))).toEqual({ kind: 'over' });
    const { rows } = await admin.query('select status from tasks where id = $1', [ref.taskId]);
    expect(rows).toEqual([{ status: 'pending' }]);
  });

  test('what was being sent while they were removed is taken back', async () => {
    const { ben, ref, remove } = await memberWithTask();
    const recalled: string[] = [];
    const limiter = await limiterOf(worker, { RATE_LIMITS: readLimits(''), TOKEN_SECRET: 'of this test' });
    const log = createLog({ level: 'silent', process: 'test' });
    const taken = await takeStep(
      { orm: worker, perform, limiter, log, settleMs: 1000 },
      actor(ben),
      { ...ref, step: 'call' },
      {
        send: async () => {
          await remove();
          return { outcome: { kind: 'sent', externalId: 'CA1' }, body: 'Run' };
        },
        find: null,
        recall: async (callSid) => void recalled.push(callSid),
      },
    );
    expect(taken).toEqual({ kind: 'over' });
    expect(recalled).toEqual(['CA1']);
  });

  test('no reminder is started for them', async () => {
    const [gone, still] = [await memberWithTask(), await memberWithTask()];
    await gone.remove();
    const { started, reminders } = starter();
    const ports = { orm: worker, perform, reminders };
    expect(await startReminders(ports, actor(gone.ben), { taskId: gone.taskId })).toBe(0);
    expect(await startReminders(ports, actor(still.ben), { taskId: still.taskId })).toBe(1);
    expect(started).toEqual([still.taskId]);
  });

  test('their number stays theirs and sees nothing there, until they are back and find everything as it was', async () => {
    const { owner, ben, phone, taskId, remove } = await memberWithTask();
    const ownerOf = async () => (await findPhoneOwner(orm, { phone, whatsappUserId: null }))?.person;
    const announced = () => as(ben.home, (ctx) => inEveryOrg(ctx, ({ orgId }) => Promise.resolve([orgId])));
    expect(await ownerOf()).toEqual({ orgId: ben.home.orgId, userId: ben.userId });
    expect(await announced()).toContain(ben.orgId);
    await remove();
    expect(await ownerOf()).toEqual({ orgId: ben.home.orgId, userId: ben.userId });
    expect(await announced()).not.toContain(ben.orgId);
    expect(await as(ben, (ctx) => ctx.em.execute('select id from tasks'))).toEqual([]);

    const { token } = await as(owner, (ctx) => invitePerson(ctx, { email: ben.email, role: 'member' }));
    await as(ben.home, (ctx) => acceptInvitation(ctx, { token }));
    expect(await announced()).toContain(ben.orgId);
    expect(await as(ben, (ctx) => ctx.em.execute('select id from tasks'))).toEqual([{ id: taskId }]);
  });
});
