// How often anybody may do what: one table of limits, and the groups of routes that they hold.

export interface Limit {
  /** A bucket that has filled up gives this many at once; it fills evenly, all of it in one window. */
  capacity: number;
  windowSeconds: number;
  /** Whose bucket it is: one for each caller that is named, or one for everybody together. */
  per: 'caller' | 'all';
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
  code: { capacity: 3, windowSeconds: HOUR, per: 'caller' },
  spec: { capacity: 100, windowSeconds: MINUTE, per: 'caller' },
  'spec-all': { capacity: 1000, windowSeconds: MINUTE, per: 'all' },
  'sign-in': { capacity: 100, windowSeconds: MINUTE, per: 'caller' },
  'sign-in-account': { capacity: 10, windowSeconds: MINUTE, per: 'caller' },
  refresh: { capacity: 600, windowSeconds: MINUTE, per: 'caller' },
  register: { capacity: 600, windowSeconds: HOUR, per: 'caller' },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;
export type Limits = Readonly<Record<LimitName, Limit>>;

export interface Group {
  /** All of them must allow; what one refuses takes nothing from the others. */
  limits: readonly LimitName[];
  /**
   * Of one request that slips through. Costly ones spend money, or are a try at a password: where nobody can count
   * them they are refused. Cheap ones are then counted by each process for itself.
   */
  cost: 'cheap' | 'costly';
}

/** What a route belongs to. The caller is the person, or, before anybody signed in, the address. */
export const GROUPS = {
  chat: { limits: ['chat'], cost: 'costly' },
  agent: { limits: ['agent'], cost: 'costly' },
  crud: { limits: ['crud'], cost: 'cheap' },
  analytics: { limits: ['analytics'], cost: 'cheap' },
  code: { limits: ['code'], cost: 'costly' },
  spec: { limits: ['spec', 'spec-all'], cost: 'costly' },
  'sign-in': { limits: ['sign-in'], cost: 'costly' },
  /** Beside the address, the account that is tried: taken where the e-mail address is known, and that is the caller. */
  'sign-in-account': { limits: ['sign-in-account'], cost: 'costly' },
  /** Tokens of 256 bits are not guessed; many people may come from one address. */
  refresh: { limits: ['refresh'], cost: 'cheap' },
  register: { limits: ['register'], cost: 'cheap' },
} as const satisfies Record<string, Group>;

export type LimitGroup = keyof typeof GROUPS;

const UNITS = { s: SECOND, min: MINUTE, hour: HOUR, day: DAY };
const FORM = new RegExp(`^([a-z-]+)=([1-9]\\d{0,6})/(${Object.keys(UNITS).join('|')})$`);
/** Above it a bucket would fill faster than the microseconds in which it is counted. */
const MOST_PER_SECOND = 100_000;

/**
 * The table with the changes of RATE_LIMITS: "crud=600/min,code=50/hour"; "" changes nothing.
 * @throws RangeError, one sentence that tells which item is wrong, by its place and not by what stands there
 */
export function readLimits(changes: string): Limits {
  const limits: Record<LimitName, Limit> = { ...LIMITS };
  const items = changes.trim() === '' ? [] : changes.split(',').map((item) => item.trim());
  for (const [index, item] of items.entries()) {
    const [, name = '', capacity = '', unit = ''] = FORM.exec(item) ?? [];
    if (name === '')
      throw new RangeError(
        `item ${index + 1} is not name=number/unit with a unit of ${Object.keys(UNITS).join(', ')}`,
      );
    if (!isLimitName(name))
      throw new RangeError(`item ${index + 1} names none of ${Object.keys(LIMITS).join(', ')}`);
    const windowSeconds = UNITS[unit as keyof typeof UNITS];
    if (Number(capacity) > windowSeconds * MOST_PER_SECOND)
      throw new RangeError(`item ${index + 1} is more than ${MOST_PER_SECOND} a second`);
    limits[name] = { ...limits[name], capacity: Number(capacity), windowSeconds };
  }
  return limits;
}

const isLimitName = (name: string): name is LimitName => Object.hasOwn(LIMITS, name);
