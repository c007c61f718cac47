// Makes a task that recurs, by hand: the rule, and its occurrences of the coming weeks.
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { insertOnce } from '../kernel/insert-once.ts';
import { isValidZone, localDayOf } from '../kernel/time.ts';
import { currentZoneName } from '../kernel/zone-names.ts';
import { ruleInvalid } from '../planning/expand-rule.ts';
import { checkRecurrence, occurrencesOf } from '../planning/recurrence.ts';
import { lockCalendar } from '../tasks/lock-calendar.sql.ts';
import { TaskRule } from '../tasks/task.entity.ts';
import { horizonOf } from './horizon.ts';
import { insertOccurrences } from './insert-occurrences.ts';
import { requireFreeTimes } from './require-free-times.ts';
import { viewRule, type RuleView } from './rule-view.ts';

export interface CreateRule {
  /** Made by the caller where a repeat must be harmless. */
  ruleId?: string | undefined;
  title: string;
  description?: string | undefined;
  /** RFC 5545, such as "FREQ=WEEKLY;BYDAY=MO"; nothing more often than daily. */
  rrule: string;
  /** From where the rule counts; without it from today on. What has passed by now gets no task. */
  startDate?: string | undefined;
  /** "06:30", on the wall clock. */
  time: string;
  /** IANA name, which stays whereto the person travels; without it the zone of the person, which follows them. */
  zone?: string | undefined;
  durationMinutes: number;
  /** Dates left out, and dates beside the rule, as "2026-12-24". */
  exdates?: string[] | undefined;
  rdates?: string[] | undefined;
  /** Whatever stands at some of its times. */
  force?: boolean | undefined;
}

/** More would fill a calendar by itself. */
export const MOST_RULES = 50;

/**
 * Safe to repeat with a `ruleId`. Throws RULE_INVALID with what is wrong, TIME_TAKEN with the titles and the times
 * unless forced, RULES_TOO_MANY, and ID_REUSED for the id of another rule.
 */
export async function createRule(ctx: Ctx, input: CreateRule): Promise<RuleView> {
  const { zone: zoneOfPerson } = await readProfile(ctx);
  const { ruleId = newId(), title, description = '', durationMinutes, force = false } = input;
  const known = input.ruleId === undefined ? null : await ctx.em.findOne(TaskRule, { id: ruleId });
  const zone = currentZoneName(input.zone ?? known?.zone ?? zoneOfPerson);
  if (!isValidZone(zone)) throw ruleInvalid('no_zone', 'an IANA name is needed', 'zone');
  const today = localDayOf(new Date(), zone);
  const recurrence = checkRecurrence(
    {
      rrule: input.rrule,
      startDate: input.startDate ?? known?.startDate ?? today,
      time: input.time,
      zone,
      exdates: input.exdates ?? [],
      rdates: input.rdates ?? [],
    },
    known ? known.startDate : today,
  );
  const { time: localTime, ...rest } = recurrence;
  const written = { ...rest, exdates: [...rest.exdates], rdates: [...rest.rdates], localTime };
  if (known) return repeated(known, { title, description, durationMinutes, ...written });

  const holder = await lockCalendar(ctx);
  if ((await ctx.em.count(TaskRule, { expandedTo: { $ne: null }, endedAt: null })) >= MOST_RULES)
    throw new FluxError('RULES_TOO_MANY');
  const { orgId, userId } = ctx;
  const rule = {
    ...written,
    id: ruleId,
    orgId,
    userId,
    createdAt: new Date(),
    goalId: null,
    title,
    description,
    durationMinutes,
    zoneIsFixed: input.zone !== undefined,
    expandedTo: horizonOf({ zone }),
    endedAt: null,
    version: 1,
  };
  const ahead = occurrencesOf(recurrence, { from: today, to: rule.expandedTo }).filter(
    ({ startsAt }) => startsAt.getTime() > Date.now(),
  );
  if (!force)
    await requireFreeTimes(
      holder,
      ahead.map(({ startsAt }) => ({ startsAt, durationMinutes })),
    );
  // Somebody else may have this id: row security hides theirs, and the key speaks.
  if (!(await insertOnce(ctx.em, TaskRule, rule, ['id']))) throw new FluxError('NOT_FOUND');
  await insertOccurrences(holder, rule, ahead);
  return viewRule(rule);
}

type Written = Pick<TaskRule, 'title' | 'description' | 'durationMinutes'> &
  Pick<TaskRule, 'rrule' | 'startDate' | 'localTime' | 'zone' | 'exdates' | 'rdates'>;

/** What it was at first is not known any more once it was changed. */
function repeated(known: TaskRule, asked: Written): RuleView {
  const names = Object.keys(asked) as (keyof Written)[];
  const isOther = names.some((name) => JSON.stringify(known[name]) !== JSON.stringify(asked[name]));
  if (isOther && known.version === 1) throw new FluxError('ID_REUSED');
  return viewRule(known);
}
