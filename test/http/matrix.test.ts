// Every operation of the API by everybody who might try: what is not theirs is not there, and stays as it is. The operations and their
// ids come from the API's own document; a new one fails here until its line stands in `matrix/`.
import { randomBytes, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { SCOPES } from '../../src/kernel/scopes.ts';
import type { Answer, Operation } from '../harness/http.ts';
import { httpWorld } from '../harness/http-world.ts';
import { actor, bearer, newcomer, type Actor, type Caller } from './matrix/actor.ts';
import { send, verdict, type Attempt } from './matrix/attempt.ts';
import { ENTRIES } from './matrix/entries.ts';
import type { Entry, Parts } from './matrix/entry.ts';
import { draft } from './matrix/goals.ts';
import { join, team } from './matrix/orgs.ts';
import { overload } from './matrix/overload.ts';
import { fieldsOf, placesOf, renewed, spell, valueAt, withValue, type Place } from './matrix/places.ts';
import { columnNames, rowsOf, uuidsIn, type Rows } from './matrix/rows.ts';
import { task } from './matrix/tasks.ts';

const NAMES = Object.keys(ENTRIES).toSorted();
const MALFORMED = ['x', '%00', "'", '..%2f'];

const { world, api, admin } = httpWorld({ worker: 'here' });
/** Owns the team, and acts in it. */
let ana: Actor;
/** The same person in the organisation that is hers alone. */
let anaAtHome: Actor;
/** Has nothing to do with the team. */
let ben: Actor;
/** A member of it. */
let cleo: Actor;
/** Was a member of it, and made things there. */
let dan: Actor;
let danAtHome: Actor;
let danHad: Map<string, Parts>;
let danKey: Caller;
let orgId: string;
let columns: string[];

beforeAll(async () => {
  columns = await columnNames(admin);
  anaAtHome = await newcomer({ world, api }, 'Ana at home');
  ben = await newcomer({ world, api }, 'Ben');
  orgId = (await anaAtHome.expect('POST', '/v1/orgs', { name: 'The team' })).id;
  const given = new Map([[team, Promise.resolve(orgId)]]);
  ana = actor({ ...anaAtHome, name: 'Ana', orgId, given });
  [cleo, dan] = [await recruit('Cleo'), await recruit('Dan')];
  danAtHome = actor({ name: 'Dan at home', session: dan.session, world, api });

  // One that stands in her today and under her goal; settled, so that no reminder moves while the rows are compared.
  const settled = await task(ana);
  await ana.expect('POST', `/v1/tasks/${settled}/completion`);
  const { goalId } = await ana.have(draft);
  await admin.query('update tasks set starts_at = now(), goal_id = $2 where id = $1', [settled, goalId]);

  danHad = new Map();
  for (const [name, entry] of Object.entries(ENTRIES)) danHad.set(name, await entry.ask(dan));
  danKey = await keyOf(dan, SCOPES);
  await ana.expect('DELETE', `/v1/orgs/${orgId}/members/${dan.session.userId}`);
});

async function recruit(name: string): Promise<Actor> {
  const guest = await newcomer({ world, api }, name);
  await join(ana, orgId, guest);
  return actor({ ...guest, name, orgId });
}

async function keyOf(who: Actor, scopes: readonly string[]): Promise<Caller & ApiKey> {
  const made: ApiKey = await who.expect('POST', '/v1/account/api-keys', { name: who.canary, scopes });
  return { ...made, ...bearer(api, `${who.name}'s key for ${scopes.join(' ')}`, made.key) };
}

interface ApiKey {
  id: string;
  key: string;
  prefix: string;
}

const giveBack = ({ id }: { id: string }) => ana.expect('DELETE', `/v1/account/api-keys/${id}`);

function lookUp(name: string): { operation: Operation; entry: Entry; places: Place[] } {
  const operation = api.operations.find(({ operationId }) => operationId === name);
  if (!operation) throw new Error(`${name} has an entry, and is no operation`);
  const entry = ENTRIES[name]!;
  return { operation, entry, places: placesOf(api, operation, entry) };
}

const rowsOfAna = (): Promise<Rows> =>
  rowsOf(admin, {
    userId: ana.session.userId,
    orgId,
    othersIds: [ben, cleo, dan].map(({ session }) => session.userId),
  });

/** What came of each, beside what of Ana's it showed; and in which tables anything of hers changed. */
async function outcome(operation: Operation, attempts: Attempt[]) {
  const before = await rowsOfAna();
  const said = [];
  for (const { label, caller, reader, parts, place } of attempts) {
    const answer = await send(caller, operation, parts);
    said.push([
      label,
      verdict(answer, place, ENTRIES[operation.operationId]),
      ...leaks(answer, before, reader),
    ]);
  }
  const after = await rowsOfAna();
  const tables = Object.keys(before).filter((name) => !isDeepStrictEqual(before[name], after[name]));
  return { said, changed: tables.map((name) => [name, before[name], after[name]]) };
}

const asExpected = (attempts: Attempt[]) => ({
  said: attempts.map(({ label, expected }) => [label, expected]),
  changed: [],
});

/** What of Ana's an answer shows to somebody; a teammate may see who belongs to the team. */
function leaks({ headers, body }: Answer, rows: Rows, to: Actor): string[] {
  const known = new Set([
    ...uuidsIn(to.session),
    ...(to === cleo ? uuidsIn([rows['orgs'], rows['members']]) : []),
  ]);
  const hers = [...uuidsIn(rows)].filter((id) => !known.has(id));
  const text = JSON.stringify([[...headers], body]);
  return [...hers, ana.canary, ana.session.email].filter((secret) => text.includes(secret));
}

test('every operation has its entry, and every entry its operation', () => {
  expect(api.operations.map(({ operationId }) => operationId).toSorted()).toEqual(NAMES);
});

/** The same person, who names that organisation. */
const inOrg = ({ name, session }: Actor, id: string): Caller =>
  bearer(api, `${name} in ${id}`, session.token, id);

/** Where members of the team are at home, what they may is a matter of roles. */
const belongs = (who: Actor, entry: Entry, { in: where, name }: Place): boolean =>
  entry.isOfTeam === true && (who === anaAtHome || (who === cleo && where === 'path' && name === 'id'));

const isForKeys = ({ access }: Operation): boolean => access !== 'public' && access !== 'session';

function namesOfNothing({ capabilities = [], clientMade = [] }: Entry, { name }: Place): string[] {
  if (capabilities.includes(name)) return [randomBytes(32).toString('base64url')];
  return clientMade.includes(name) ? MALFORMED : [randomUUID(), ...MALFORMED];
}

describe('what is not theirs is not there', () => {
  test.each(NAMES)('%s: for strangers, one id at a time and all at once', async (name) => {
    const { operation, entry, places } = lookUp(name);
    const [first] = places;
    if (!first) return;
    const hers = await entry.ask(ana);
    const attempts: Attempt[] = [];
    const add = (who: Actor, what: string, place: Place, parts: Parts) => {
      const label = `${who.name}: ${what}`;
      attempts.push({ label, caller: who, reader: who, place, parts, expected: 'not there' });
    };
    for (const who of entry.isOfPerson ? [ben, cleo] : [ben, cleo, anaAtHome]) {
      const theirs = renewed(await entry.ask(who), entry);
      const foreign = places.filter((place) => !belongs(who, entry, place));
      for (const place of foreign)
        add(who, spell(place), place, withValue(theirs, place, valueAt(hers, place)));
      if (foreign.includes(first)) add(who, 'everything', first, hers);
    }
    add(danAtHome, 'everything', first, hers);
    expect(await outcome(operation, attempts)).toEqual(asExpected(attempts));
  });

  test.each(NAMES)('%s: in an organisation to which one does not belong', async (name) => {
    const { operation, entry } = lookUp(name);
    if (!operation.isSignedIn) return;
    const hers = await entry.ask(ana);
    const callers: [Caller, Actor, Parts][] = [
      [inOrg(ben, orgId), ben, hers],
      [dan, dan, hers],
      [{ ...dan, name: 'Dan, for what was his' }, dan, danHad.get(name)!],
      [inOrg(ana, randomUUID()), ben, hers],
      [inOrg(ana, 'x'), ben, hers],
    ];
    const attempts = callers.map(([caller, reader, parts]): Attempt => {
      return { label: caller.name, caller, reader, parts, expected: 'not there' };
    });
    expect(await outcome(operation, attempts)).toEqual(asExpected(attempts));
  });

  test.each(NAMES)('%s: under ids that name nothing', async (name) => {
    const { operation, entry, places } = lookUp(name);
    const hers = places.length === 0 ? {} : renewed(await entry.ask(ana), entry);
    const attempts = places.flatMap((place) =>
      namesOfNothing(entry, place).map((value): Attempt => {
        // A path that cannot name anything names nothing; elsewhere it is a mistake.
        const isMistake = place.in !== 'path' && MALFORMED.includes(value);
        const expected = isMistake ? '422 VALIDATION_FAILED' : 'not there';
        const parts = withValue(hers, place, value);
        return { label: `${spell(place)}: ${value}`, caller: ana, reader: ana, place, parts, expected };
      }),
    );
    const { said, changed } = await outcome(operation, attempts);
    // What is hers she may see.
    expect({ said: said.map((words) => words.slice(0, 2)), changed }).toEqual(asExpected(attempts));
  });
});

describe('nobody gets in without', () => {
  test.each(NAMES)('%s: a token that holds, and the scope', async (name) => {
    const { operation, entry } = lookUp(name);
    if (!operation.isSignedIn) return;
    const parts = await entry.ask(ana);
    const key = await keyOf(
      ana,
      SCOPES.filter((scope) => scope !== operation.access),
    );
    const halfKey =
      operation.also === null
        ? null
        : await keyOf(
            ana,
            SCOPES.filter((scope) => scope !== operation.also),
          );
    const secret = randomBytes(32).toString('base64url');
    const callers: [Caller, string][] = [
      [bearer(api, 'nobody'), '401 UNAUTHENTICATED'],
      [bearer(api, 'garbage', secret), '401 UNAUTHENTICATED'],
      [bearer(api, 'a key of nobody', `${key.prefix}${secret}`), '401 UNAUTHENTICATED'],
      [danKey, '401 UNAUTHENTICATED'],
      [key, '403 INSUFFICIENT_SCOPE'],
      ...(halfKey ? [[halfKey, '403 INSUFFICIENT_SCOPE'] as [Caller, string]] : []),
    ];
    const attempts = callers.map(([caller, expected]): Attempt => {
      return { label: caller.name, caller, reader: ben, parts, expected };
    });
    expect(await outcome(operation, attempts)).toEqual(asExpected(attempts));
    await giveBack(key);
    if (halfKey) await giveBack(halfKey);
  });

  test("a key speaks for no other organisation of its owner's", async () => {
    const { key } = await keyOf(ana, SCOPES);
    const home = (await anaAtHome.expect('GET', '/v1/auth/me')).organisation.id;
    for (const operation of api.operations.filter(isForKeys)) {
      const parts = await ENTRIES[operation.operationId]!.ask(ana);
      const answer = await send(bearer(api, 'the key', key, home), operation, parts);
      expect([operation.operationId, verdict(answer)]).toEqual([operation.operationId, 'not there']);
    }
  });
});

describe('no column can be set that the operation does not name', () => {
  test.each(NAMES)('%s', async (name) => {
    const { operation, entry } = lookUp(name);
    if (!operation.hasBody) return;
    const { body = {}, ...parts } = await entry.ask(ana);
    const before = await rowsOfAna();
    const full = overload(body, columns, fieldsOf(api, operation));
    const answer = await send(ana, operation, { ...parts, body: full.body });
    expect([answer.status, answer.body.code]).toEqual([422, 'VALIDATION_FAILED']);
    const refused = answer.body.errors.map(({ path, message }: Record<string, string>) => [path, message]);
    expect(refused.toSorted()).toEqual(
      full.added.toSorted().map((path) => [path, 'There is no such field.']),
    );
    expect(await rowsOfAna()).toEqual(before);
  });
});

// Last, because what is Ana's changes here.
describe('what somebody does for themselves', () => {
  test.each(NAMES)('%s: shows and changes nothing of a stranger', async (name) => {
    const { operation, entry } = lookUp(name);
    if (entry.isLast) return;
    const attempts: Attempt[] = [];
    for (const who of [ben, cleo]) {
      const parts = await entry.ask(who.anew());
      const add = (label: string, parts: Parts) =>
        attempts.push({ label, caller: who, reader: who, parts, expected: 'done' });
      add(who.name, parts);
      if (parts.query && !entry.needsQuery) add(`${who.name}, unfiltered`, { ...parts, query: {} });
    }
    expect(await outcome(operation, attempts)).toEqual(asExpected(attempts));
  });

  test.each(NAMES)('%s: is done, and by a key with its scope as well', async (name) => {
    const { operation, entry } = lookUp(name);
    const own = entry.isLast ? await newcomer({ world, api }, 'Somebody') : ana.anew();
    expect(verdict(await send(own, operation, await entry.ask(own)))).toBe('done');
    if (!isForKeys(operation)) return;
    const key = await keyOf(ana, [operation.access, ...(operation.also === null ? [] : [operation.also])]);
    expect(verdict(await send(key, operation, await entry.ask(ana.anew())))).toBe('done');
    await giveBack(key);
  });
});
