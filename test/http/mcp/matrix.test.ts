// Every tool of the registry by everybody who might call it through MCP, and whether its annotations tell the truth. A new tool fails here
// until its line stands in `matrix/tools.ts`.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { SCOPES } from '../../../src/kernel/scopes.ts';
import { TOOLS } from '../../../src/tools.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { actor, bearer, newcomer, type Actor, type Caller } from '../matrix/actor.ts';
import { join } from '../matrix/orgs.ts';
import { overload } from '../matrix/overload.ts';
import { columnNames, rowsOf, uuidsIn, type Rows } from '../matrix/rows.ts';
import { callTool, idsOf, TOOL_ENTRIES, type Input } from '../matrix/tools.ts';

const NAMES = [...TOOLS.keys()].toSorted();
const WRITING = NAMES.filter((name) => !TOOLS.get(name)!.readOnly);

const { world, api, admin } = httpWorld({ worker: 'here' });
/** Owns a team, and acts in it. */
let ana: Actor;
/** Has nothing to do with the team. */
let ben: Actor;
/** A member of it. */
let cleo: Actor;
/** Was a member of it. */
let dan: Actor;
let orgId: string;
let columns: string[];

beforeAll(async () => {
  columns = await columnNames(admin);
  const atHome = await newcomer({ world, api }, 'Ana at home');
  ben = await newcomer({ world, api }, 'Ben');
  orgId = (await atHome.expect('POST', '/v1/orgs', { name: 'The team' })).id;
  ana = actor({ ...atHome, name: 'Ana', orgId });
  [cleo, dan] = [await recruit('Cleo'), await recruit('Dan')];
  await ana.expect('DELETE', `/v1/orgs/${orgId}/members/${dan.session.userId}`);
});

async function recruit(name: string): Promise<Actor> {
  const guest = await newcomer({ world, api }, name);
  await join(ana, orgId, guest);
  return actor({ ...guest, name, orgId });
}

async function keyOf(
  who: Actor,
  scopes: readonly string[],
): Promise<Caller & { revoke(): Promise<unknown> }> {
  const { id, key } = await who.expect('POST', '/v1/account/api-keys', { name: 'a client', scopes });
  const revoke = () => who.expect('DELETE', `/v1/account/api-keys/${id}`);
  return { ...bearer(api, `a key for ${scopes.join(' ')}`, key), revoke };
}

const rowsOfAna = (): Promise<Rows> =>
  rowsOf(admin, {
    userId: ana.session.userId,
    orgId,
    othersIds: [ben, cleo, dan].map(({ session }) => session.userId),
  });

const changedIn = (before: Rows, after: Rows): string[] =>
  Object.keys(before).filter((name) => !isDeepStrictEqual(before[name], after[name]));

/** Without when a row was last written, which the database says also where nothing is different. */
const untouched = (rows: Rows): Rows =>
  JSON.parse(JSON.stringify(rows, (name, value: unknown) => (name === 'updated_at' ? null : value))) as Rows;

/** A list that was narrowed down to nothing is as good as nothing there. */
const isNothing = (output: Input): boolean =>
  Object.values(output).every((value) => !Array.isArray(value) || value.length === 0);

test('every tool has its entry, and every entry its tool', () => {
  expect(Object.keys(TOOL_ENTRIES).toSorted()).toEqual(NAMES);
});

describe('what is not theirs is not there', () => {
  test.each(NAMES.filter((name) => idsOf(name).length > 0))('%s', async (name) => {
    const { ask, filters = [] } = TOOL_ENTRIES[name]!;
    const hers = await ask(ana);
    const theirs = new Map<Actor, Input>();
    for (const who of [ben, cleo]) theirs.set(who, await ask(who));
    const before = await rowsOfAna();
    for (const [who, own] of theirs)
      for (const id of idsOf(name))
        for (const foreign of [hers[id], randomUUID()]) {
          const { verdict, output, answer } = await callTool(who, name, { ...own, [id]: foreign });
          const isNone = filters.includes(id) && verdict === 'done' && isNothing(output);
          expect([who.name, id, isNone ? 'not there' : verdict]).toEqual([who.name, id, 'not there']);
          expect(leaks(answer.body, before, who)).toEqual([]);
        }
    expect(changedIn(before, await rowsOfAna())).toEqual([]);
  });

  test('an id that a caller makes, and somebody else has already', async () => {
    const hers = await Promise.all(
      ['read_task', 'end_recurring_task', 'read_goal'].map(async (name) => TOOL_ENTRIES[name]!.ask(ana)),
    );
    const before = await rowsOfAna();
    for (const [index, name] of ['create_task', 'create_recurring_task', 'open_goal'].entries())
      for (const who of [ben, cleo]) {
        const call = { ...(await TOOL_ENTRIES[name]!.ask(who)), ...hers[index] };
        expect([who.name, name, (await callTool(who, name, call)).verdict]).toEqual([
          who.name,
          name,
          'not there',
        ]);
      }
    expect(changedIn(before, await rowsOfAna())).toEqual([]);
  });
});

/** What of Ana's an answer shows to somebody; a teammate may see who belongs to the team. */
function leaks(body: unknown, rows: Rows, to: Actor): string[] {
  const known = new Set([
    ...uuidsIn(to.session),
    ...(to === cleo ? uuidsIn([rows['orgs'], rows['members']]) : []),
  ]);
  const hers = [...uuidsIn(rows)].filter((id) => !known.has(id));
  const text = JSON.stringify(body);
  return [...hers, ana.canary, ana.session.email].filter((secret) => text.includes(secret));
}

describe('nobody gets in without', () => {
  test.each(NAMES)('%s: a token that holds, and the scopes', async (name) => {
    const tool = TOOLS.get(name)!;
    const input = await TOOL_ENTRIES[name]!.ask(ana);
    const needed = [tool.scope, ...(tool.also ? [tool.also] : [])];
    const keys = await Promise.all(
      [
        ...needed.map((scope) => SCOPES.filter((one) => one !== scope)),
        ...(tool.readOnly ? [] : [SCOPES.filter((scope) => scope.endsWith(':read'))]),
      ].map((scopes) => keyOf(ana, scopes)),
    );
    const before = await rowsOfAna();
    for (const [who, expected] of [
      [bearer(api, 'nobody'), '401 UNAUTHENTICATED'],
      [bearer(api, 'garbage', 'x'.repeat(40)), '401 UNAUTHENTICATED'],
      [dan, '404 NOT_FOUND'],
      [bearer(api, 'Ben in the team', ben.session.token, orgId), '404 NOT_FOUND'],
      ...keys.map((key) => [key, 'INSUFFICIENT_SCOPE'] as const),
    ] as const)
      expect([who.name, (await callTool(who, name, input)).verdict]).toEqual([who.name, expected]);
    expect(changedIn(before, await rowsOfAna())).toEqual([]);
    for (const key of keys) await key.revoke();
  });
});

describe('no field that a tool does not name', () => {
  test.each(NAMES)('%s', async (name) => {
    const input = await TOOL_ENTRIES[name]!.ask(ana);
    const { properties = {} } = z.toJSONSchema(TOOLS.get(name)!.input, { io: 'input' });
    const before = await rowsOfAna();
    const full = overload(input, columns, Object.keys(properties));
    const { verdict, output } = await callTool(ana, name, full.body);
    expect(verdict).toBe('VALIDATION_FAILED');
    const refused = output.errors.map(({ path, message }: Record<string, string>) => [path, message]);
    expect(refused.toSorted()).toEqual(
      full.added.toSorted().map((path) => [path, 'There is no such field.']),
    );
    expect(changedIn(before, await rowsOfAna())).toEqual([]);
  });
});

describe('a dry run', () => {
  test.each(WRITING)('%s: changes no row', async (name) => {
    const input = await TOOL_ENTRIES[name]!.ask(ana);
    const before = await rowsOfAna();
    const { verdict, output } = await callTool(ana, name, { ...input, dry_run: true });
    expect([verdict, output.dry_run]).toEqual(['done', true]);
    expect(output.would ?? output.result).toBeTruthy();
    expect(changedIn(before, await rowsOfAna())).toEqual([]);
  });
});

// From here on what is Ana's changes.
describe('a key that may not apply what it writes', () => {
  test.each(WRITING)('%s: proposes it, and the person has it done once', async (name) => {
    const tool = TOOLS.get(name)!;
    const input = await TOOL_ENTRIES[name]!.ask(ana.anew());
    const key = await keyOf(ana, [tool.scope, ...(tool.also ? [tool.also] : [])]);
    const before = await rowsOfAna();
    const { verdict, output } = await callTool(key, name, input);
    expect([verdict, output.proposal]).toMatchObject([
      'done',
      { tool: name, input, state: 'waiting', via: 'mcp' },
    ]);
    expect(changedIn(before, await rowsOfAna())).toEqual(['proposals']);
    const path = `/v1/proposals/${output.proposal.id}`;
    expect(await ana.expect('GET', path)).toEqual(output.proposal);
    const applied = await ana.expect('POST', `${path}/apply`);
    expect(applied).toMatchObject({ state: 'applied', input });
    expect(tool.output.safeParse(applied.result).error).toBeUndefined();
    const after = await rowsOfAna();
    expect(await ana.expect('POST', `${path}/apply`)).toEqual(applied);
    expect(changedIn(after, await rowsOfAna())).toEqual([]);
    await key.revoke();
  });
});

describe('what a tool says of itself is so', () => {
  test.each(NAMES)('%s', async (name) => {
    const tool = TOOLS.get(name)!;
    const anew = ana.anew();
    const input = await TOOL_ENTRIES[name]!.ask(anew);
    const key = await keyOf(ana, ['apply', tool.scope, ...(tool.also ? [tool.also] : [])]);
    const before = await rowsOfAna();
    expect((await callTool(anew, name, input)).verdict).toBe('done');
    const after = await rowsOfAna();
    expect(tool.readOnly ? changedIn(before, after) : []).toEqual([]);
    const again = await callTool(tool.idempotent ? key : ana, name, input);
    expect(again.verdict).toBe('done');
    // Under an id of the caller's own a repeat is harmless, too.
    const isHarmless = tool.idempotent || (tool.ownId !== undefined && input[tool.ownId] !== undefined);
    const changed = changedIn(untouched(after), untouched(await rowsOfAna()));
    expect(isHarmless ? changed : []).toEqual([]);
    await key.revoke();
  });
});
