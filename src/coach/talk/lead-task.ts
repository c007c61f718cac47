// A task that is reminded of before its time, or the reminder alone where only that is asked for.
import type { Fact } from '../../english/facts.ts';
import { addDays, minutesOf, timeOf } from '../../kernel/time.ts';
import { askFor, result, type Output } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { earlier, leadsIn, type Lead } from './lead.ts';
import { joined } from './joined.ts';
import { readRule } from './rule.ts';
import { usualTime } from './sense.ts';
import { readWhen, type When } from './when.ts';
import type { Wanted } from './wanted.ts';

type Make = (heard: Heard, wanted: Wanted) => Output;

/** Null where nothing stands before anything. */
export function reminded(heard: Heard, wanted: Wanted, make: Make): Output[] | null {
  const leads = leadsIn(heard, wanted.facts);
  const [lead] = leads;
  if (!lead) return null;
  const { input } = heard;
  // "The day before at six"; "half an hour before the two o'clock call" is the hour of the call.
  const isOwn = ({ from, to }: Fact): boolean =>
    leads.some((one) => one.minutes % 1440 === 0 && to > one.to && from > one.from && from - one.to < 12);
  const own = factsOf(wanted.facts, 'clock').filter(isOwn);
  const base = wanted.facts
    .filter((fact) => !leads.some((one) => one.fact === fact) && !(own as Fact[]).includes(fact))
    .map((fact) =>
      leads.some(({ to }) => fact.from < to && fact.to >= to) ? { ...fact, role: 'at' as const } : fact,
    );
  const event = readWhen(heard, base);
  const rule = readRule(base, input.now_local.slice(0, 10));
  if (rule !== null)
    return [byRule(heard, { ...wanted, facts: base }, lead, { own: own[0]?.value.minute ?? null, make })];
  if (event.date === null && (event.minute === null || lead.minutes >= 1440)) return null;
  const isNamed = wanted.isNamedFirst || /\b(?:also|as well|too)\b/i.test(heard.text);
  const isBoth = isNamed && event.minute !== null;
  const reminders = leads.map((one) => before(heard, wanted, event, one, own[0]?.value.minute ?? null));
  return [...(isBoth ? [make(heard, { ...wanted, facts: base })] : []), ...oneRule(reminders)];
}

function before(heard: Heard, wanted: Wanted, event: When, lead: Lead, own: number | null): Output {
  const { now_local: now } = heard.input;
  const said = event.date ?? now.slice(0, 10);
  const isBehind = event.isDateOpen && event.minute !== null && `${said}T${timeOf(event.minute)}` <= now;
  const date = isBehind ? addDays(said, 7) : said;
  const days = Math.floor(lead.minutes / 1440);
  const usual = lead.part === null ? null : usualTime({ kind: 'part', part: lead.part, date: null }, 'at');
  const minute = lead.minutes % 1440 === 0 ? (own ?? usual ?? event.minute) : event.minute;
  const title =
    wanted.isNamedFirst && event.minute !== null ? `${wanted.title}, ${timeOf(event.minute)}` : wanted.title;
  const task = result({ intent: 'NEW_TASK', payload: { task_title: title, duration_minutes: 5 } });
  if (minute === null)
    return askFor(`At what time on ${addDays(date, -days)}: ${title}?`, 'time', task, {
      date: addDays(date, -days),
    });
  const at = minute - (lead.minutes % 1440);
  const on = addDays(date, -days - (at < 0 ? 1 : 0));
  const starts = `${on}T${timeOf((at + 1440) % 1440)}`;
  if (starts <= now)
    return askFor(
      `${starts.replace('T', ' ')} has passed already. When should I remind you: ${title}?`,
      'time',
      task,
    );
  return { ...task, payload: { ...task.payload, task_starts_local: starts } };
}

/** Two that lack the same time of day are asked about as one. */
function oneRule(reminders: Output[]): Output[] {
  const open = reminders.filter(({ asks }) => asks?.missing === 'time' && asks.date !== null);
  const [one, two] = open.map(({ asks }) => asks!.date!).toSorted();
  if (open.length !== 2 || reminders.length !== 2 || !one || !two || one === two) return reminders;
  const days = Math.round((Date.parse(two) - Date.parse(one)) / 86_400_000);
  const { payload } = reminders[0]!;
  const rrule = `FREQ=DAILY;INTERVAL=${days};COUNT=2`;
  const task = result({ intent: 'NEW_TASK', payload: { ...payload, rrule } });
  return [askFor(`At what time on ${one} and ${two}: ${payload.task_title}?`, 'time', task, { date: one })];
}

/** "Rent on the 1st, the day before": the rule itself stands earlier. */
function byRule(
  heard: Heard,
  wanted: Wanted,
  lead: Lead,
  { own, make }: { own: number | null; make: Make },
): Output {
  const made = make(heard, wanted);
  const { payload } = made.asks?.act ?? made;
  const { rrule, task_starts_local: starts } = payload;
  if (rrule === null) return made;
  const isOfDays = lead.minutes % 1440 === 0;
  const [days, title] = [Math.floor(lead.minutes / 1440), payload.task_title ?? ''];
  const moved = isOfDays ? earlier(rrule, days) : rrule;
  const usual = lead.part === null ? null : usualTime({ kind: 'part', part: lead.part, date: null }, 'at');
  const said = starts === null ? null : minutesOf(starts.slice(11, 16));
  const minute = isOfDays ? (own ?? usual ?? said) : said === null ? null : said - lead.minutes;
  const date = starts?.slice(0, 10) ?? made.asks?.date ?? heard.input.now_local.slice(0, 10);
  const task = result({ intent: 'NEW_TASK', payload: { ...payload, rrule: moved, task_starts_local: null } });
  if (moved === null || (minute !== null && minute < 0))
    return askFor(`On which days exactly, and at what time: ${title}?`, 'time', task);
  const words = heard.text.slice(lead.from, lead.to);
  const on = isOfDays && starts !== null ? addDays(date, -days) : date;
  if (minute === null) return askFor(`At what time, ${words}: ${title}?`, 'time', task, { date: on });
  const assumed = joined(`I set each one before its day, as you said “${words}”`, payload.assumed);
  const task_starts_local = `${on}T${timeOf(minute)}`;
  return result({ intent: 'NEW_TASK', payload: { ...task.payload, task_starts_local, assumed } });
}
