// How often anybody may do what: one table of limits, and the groups of routes that they hold.

export interface Limit {
  /** A bucket that has filled up gives this many at once; it fills evenly, all of it in one window. */
  capacity: number;
  windowSeconds: number;
  /** Whose bucket it is: one for each caller that is named, or one for everybody together. */
  per: 'caller' | 'all';
  /** The part of it that all newcomers together may take; without it they may take all. */
  newcomers?: number;
}

const SECOND = 1;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Each has a bucket of its own, and may be changed in RATE_LIMITS under its name. */
export const LIMITS = {
  chat: { capacity: 20, windowSeconds: MINUTE, per: 'caller' },
  agent: { capacity: 5, windowSeconds: MINUTE, per: 'caller' },
  crud: { capacity: 60, windowSeconds: MINUTE, per: 'caller' },
  analytics: { capacity: 30, windowSeconds: MINUTE, per: 'caller' },
  // Codes cost money at the phone network, and are what fraud is after: counted by whoever asks, and by what many may
  // ask for. Accounts cost nothing, so that newcomers, who have proved no number, cannot empty what is shared.
  code: { capacity: 3, windowSeconds: HOUR, per: 'caller' },
  'code-person': { capacity: 10, windowSeconds: DAY, per: 'caller' },
  'code-pair': { capacity: 4, windowSeconds: DAY, per: 'caller' },
  'code-address': { capacity: 10, windowSeconds: DAY, per: 'caller', newcomers: 0.8 },
  'code-network': { capacity: 100, windowSeconds: DAY, per: 'caller', newcomers: 0.8 },
  'code-number': { capacity: 10, windowSeconds: DAY, per: 'caller', newcomers: 0.8 },
  'code-prefix': { capacity: 20, windowSeconds: DAY, per: 'caller', newcomers: 0.8 },
  'code-country': { capacity: 500, windowSeconds: DAY, per: 'caller', newcomers: 0.8 },
  'code-all': { capacity: 2000, windowSeconds: DAY, per: 'all', newcomers: 0.8 },
  // Of one person at one number. After five wrong ones the provider closes a code for everybody who was sent it; it
  // lives for ten minutes, and in these one person has four tries: the next token takes longer.
  'code-try': { capacity: 4, windowSeconds: HOUR, per: 'caller' },
  // WhatsApp messages that we start, and calls: each costs money, however many organisations and tasks somebody makes.
  // More than a busy person needs, and of a country and of all more than a small deployment does.
  'message-person': { capacity: 60, windowSeconds: DAY, per: 'caller' },
  'message-country': { capacity: 5000, windowSeconds: DAY, per: 'caller' },
  'message-all': { capacity: 10_000, windowSeconds: DAY, per: 'all' },
  'call-person': { capacity: 30, windowSeconds: DAY, per: 'caller' },
  'call-country': { capacity: 1000, windowSeconds: DAY, per: 'caller' },
  'call-all': { capacity: 2000, windowSeconds: DAY, per: 'all' },
  // Mails that somebody asks for: by who asks, by the address that they go to, and both; whether the address is known
  // is not asked before.
  'email-asker': { capacity: 30, windowSeconds: HOUR, per: 'caller' },
  'email-pair': { capacity: 5, windowSeconds: HOUR, per: 'caller' },
  'email-address': { capacity: 20, windowSeconds: DAY, per: 'caller' },
  'email-all': { capacity: 10_000, windowSeconds: DAY, per: 'all' },
  // What we answer to a number by itself: another machine may be talking there.
  reply: { capacity: 30, windowSeconds: HOUR, per: 'caller' },
  hint: { capacity: 3, windowSeconds: HOUR, per: 'caller' },
  stranger: { capacity: 1, windowSeconds: DAY, per: 'caller' },
  spec: { capacity: 100, windowSeconds: MINUTE, per: 'caller' },
  'spec-all': { capacity: 1000, windowSeconds: MINUTE, per: 'all' },
  'sign-in': { capacity: 100, windowSeconds: MINUTE, per: 'caller' },
  // Wrong passwords: of one network at one account, and of all networks at it together.
  'sign-in-pair': { capacity: 10, windowSeconds: HOUR, per: 'caller' },
  'sign-in-account': { capacity: 100, windowSeconds: HOUR, per: 'caller' },
  // Each reads all that is kept of a person.
  export: { capacity: 10, windowSeconds: DAY, per: 'caller' },
  // Each reads a file of strangers, which takes a second of a process where it is large.
  import: { capacity: 30, windowSeconds: HOUR, per: 'caller' },
  refresh: { capacity: 600, windowSeconds: MINUTE, per: 'caller' },
  register: { capacity: 600, windowSeconds: HOUR, per: 'caller' },
  unknown: { capacity: 600, windowSeconds: MINUTE, per: 'caller' },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;
export type Limits = Readonly<Record<LimitName, Limit>>;

export interface Group {
  /** All of them must allow; what one refuses takes nothing from the others. */
  limits: readonly LimitName[];
  /**
   * Of one request that slips through. Costly ones spend money, or are a try at a password: where nobody can count
   * them they are refused. Cheap ones are then counted by each process for itself; so are promised ones, which cost
   * money as well: a brake that holds each process is enough for an outage, and a reminder that does not come is not.
   */
  cost: 'cheap' | 'costly' | 'promised';
}

/** What a route belongs to. The caller is the person, or their API key, or, before anybody signed in, the address. */
export const GROUPS = {
  chat: { limits: ['chat'], cost: 'costly' },
  agent: { limits: ['agent'], cost: 'costly' },
  crud: { limits: ['crud'], cost: 'cheap' },
  analytics: { limits: ['analytics'], cost: 'cheap' },
  code: { limits: ['code'], cost: 'costly' },
  /** What counts beside the person's hour: see take-code.ts. */
  'code-sent': {
    limits: [
      'code-person',
      'code-pair',
      'code-address',
      'code-network',
      'code-number',
      'code-prefix',
      'code-country',
      'code-all',
    ],
    cost: 'costly',
  },
  'code-try': { limits: ['code-try'], cost: 'costly' },
  /** Taken by the worker just before it sends: src/reminders/within-budget.ts. */
  message: { limits: ['message-person', 'message-country', 'message-all'], cost: 'promised' },
  call: { limits: ['call-person', 'call-country', 'call-all'], cost: 'promised' },
  /** Beside the address that asks: see src/emails/take-email.ts. */
  'email-sent': { limits: ['email-asker', 'email-pair', 'email-address', 'email-all'], cost: 'costly' },
  /** The caller is the number. */
  reply: { limits: ['reply'], cost: 'cheap' },
  hint: { limits: ['hint'], cost: 'cheap' },
  stranger: { limits: ['stranger'], cost: 'cheap' },
  spec: { limits: ['spec', 'spec-all'], cost: 'costly' },
  'sign-in': { limits: ['sign-in'], cost: 'costly' },
  /** Beside the address: see take-try.ts. */
  'sign-in-account': { limits: ['sign-in-pair', 'sign-in-account'], cost: 'costly' },
  'sign-in-known': { limits: ['sign-in-pair'], cost: 'costly' },
  export: { limits: ['export'], cost: 'costly' },
  import: { limits: ['import'], cost: 'cheap' },
  /** Tokens of 256 bits are not guessed; many people may come from one address. */
  refresh: { limits: ['refresh'], cost: 'cheap' },
  register: { limits: ['register'], cost: 'cheap' },
  /** Whoever comes with no token that opens anything, whatever they ask for. */
  unknown: { limits: ['unknown'], cost: 'cheap' },
} as const satisfies Record<string, Group>;

export type LimitGroup = keyof typeof GROUPS;

const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', SECOND],
  ['min', MINUTE],
  ['hour', HOUR],
  ['day', DAY],
]);
const FORM = new RegExp(`^([a-z-]+)=([1-9]\\d{0,6})/(?:([1-9]\\d{0,3}) ?)?(${[...UNITS.keys()].join('|')})$`);
/** Above it a bucket would fill faster than the microseconds in which it is counted. */
const MOST_PER_SECOND = 100_000;

/** Names that the table had once, and what counts in their place. */
const RETIRED: ReadonlyMap<string, string> = new Map([
  ['code-org', 'code-person, code-address and code-network'],
]);

/**
 * The table with the changes of RATE_LIMITS: "crud=600/min,code=50/hour,code-try=3/10 min"; "" changes nothing.
 * @throws RangeError, one sentence that tells which item is wrong; of what stands there it says no more than a name
 */
export function readLimits(changes: string): Limits {
  const limits: Record<LimitName, Limit> = { ...LIMITS };
  const items = changes.split(',').flatMap((item) => item.trim() || []);
  for (const [index, item] of items.entries()) {
    const [, name = '', capacity = '', length = '1', unit = ''] = FORM.exec(item) ?? [];
    if (name === '')
      throw new RangeError(
        `item ${index + 1} is not name=number/unit with a unit of ${[...UNITS.keys()].join(', ')}`,
      );
    if (!isLimitName(name)) throw new RangeError(`item ${index + 1} ${unknownName(name)}`);
    const windowSeconds = Number(length) * UNITS.get(unit)!;
    if (Number(capacity) > windowSeconds * MOST_PER_SECOND)
      throw new RangeError(`item ${index + 1} is more than ${MOST_PER_SECOND} a second`);
    limits[name] = { ...limits[name], capacity: Number(capacity), windowSeconds };
  }
  return limits;
}

function unknownName(name: string): string {
  const instead = RETIRED.get(name);
  if (instead !== undefined)
    return `names ${name}, which is a limit no more: leave it out, and see ${instead}`;
  return `names ${name}, which is none of ${Object.keys(LIMITS).join(', ')}: change the name or leave it out`;
}

/** A table in words that RATE_LIMITS takes: "chat=20/min, code-try=3/10 min". */
export const describeLimits = (limits: Limits = LIMITS): string =>
  Object.entries(limits)
    .map(([name, { capacity, windowSeconds }]) => `${name}=${capacity}/${windowOf(windowSeconds)}`)
    .join(', ');

function windowOf(seconds: number): string {
  const [unit, length] = [...UNITS].findLast(([, each]) => seconds % each === 0)!;
  return seconds === length ? unit : `${seconds / length} ${unit}`;
}

const isLimitName = (name: string): name is LimitName => Object.hasOwn(LIMITS, name);
