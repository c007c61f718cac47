// Whether the orchestrator read a message rightly: by what would be done about it, not by how the answer says it.
import type { AgentOutput } from '../../src/agents.ts';
import { momentSaid } from '../../src/chat/moment-said.ts';
import { MINUTE_MS, utcToWallClock } from '../../src/kernel/time.ts';
import { saidOf, type Said } from './asks.ts';
import type { MessageCase, MessageReading } from './case.ts';
import { differs, lacking, lackingAll, verdictOf, type Verdict } from './verdict.ts';

type Output = AgentOutput<'orchestrator'>;

export function judgeMessage(asked: MessageCase, output: Output): Verdict {
  const said = saidOf(asked);
  const departures = asked.right.map((right) => departuresOf(right, output, said));
  const mayAsk = asked.right.some(({ intent }) => intent === 'CLARIFY');
  return verdictOf(briefOf(output, said), departures, output.intent === 'CLARIFY' && !mayAsk);
}

function departuresOf(right: MessageReading, output: Output, said: Said): string[] {
  if (right.intent !== output.intent) return [`${output.intent}, not ${right.intent}`, 'all that follows'];
  const beside = differs('beside', output.also.map(({ intent }) => intent).join(), (right.also ?? []).join());
  return [...beside, ...ofIntent(right, output, said)];
}

function ofIntent(right: MessageReading, output: Output, said: Said): string[] {
  const { payload } = output;
  switch (right.intent) {
    case 'NEW_TASK':
      return [
        ...lacking('title', payload.task_title ?? '', right.title),
        ...atDepartures(right, payload, said),
        ...differs('length', payload.duration_minutes, right.minutes),
        ...differs('rule', payload.rrule, right.rrule ?? null),
      ];
    case 'COMPLETE':
      return [
        ...differs('task', output.task_id, right.task),
        ...differs('status', payload.status, right.status),
      ];
    case 'LIST':
      return [...differs('from', payload.list_from, right.from), ...differs('to', payload.list_to, right.to)];
    case 'PAUSE':
      return [
        ...differs('from', payload.list_from, right.from),
        ...differs('to', payload.list_to, right.to),
        ...differs('goal', output.goal_id, right.goal ?? null),
      ];
    case 'RESCHEDULE_TASK':
      return [...differs('task', output.task_id, right.task), ...atDepartures(right, payload, said)];
    case 'GOAL':
      return [
        ...differs('decision', payload.decision ?? 'propose', right.decision),
        ...differs('goal', output.goal_id, right.goal ?? null),
      ];
    case 'MODIFY_GOAL':
      return differs('goal', output.goal_id, right.goal);
    case 'PROGRESS':
      return [];
    case 'SETTING':
      return differs('settings', settingsOf(output), JSON.stringify(right.settings));
    case 'CLARIFY': {
      const question = output.clarification_question ?? '';
      return [
        ...(question.trim() === '' ? ['nothing is asked'] : []),
        ...lacking('question', question, right.names),
        ...lackingAll('question', question, right.any_of),
      ];
    }
  }
}

function settingsOf({ payload: { settings } }: Pick<Output, 'payload'>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(settings ?? {}).filter(([, value]) => value !== null)),
  );
}

function atDepartures(
  right: { at?: string | undefined; in?: number | undefined },
  payload: Output['payload'],
  said: Said,
): string[] {
  const wanted = { task_starts_local: right.at ?? null, task_starts_in_minutes: right.in ?? null };
  return differs('time', minuteOf(payload, said), minuteOf(wanted, said));
}

/** "2026-11-24T09:00Z", or null where no time is named. */
function minuteOf(named: Parameters<typeof momentSaid>[0], { at, zone }: Said): string | null {
  const moment = momentSaid(named, { saidAt: at, zone });
  if (moment === null) return null;
  const { date, time } = utcToWallClock(Math.floor(moment.getTime() / MINUTE_MS) * MINUTE_MS, zone);
  return `${date}T${time}`;
}

function briefOf(output: Output, said: Said): string {
  const { intent, payload, task_id, goal_id, clarification_question } = output;
  if (intent === 'CLARIFY') return `CLARIFY “${clarification_question ?? ''}”`;
  const parts = [
    intent,
    payload.decision,
    task_id ?? goal_id,
    payload.task_title === null ? null : `“${payload.task_title}”`,
    minuteOf(payload, said),
    payload.duration_minutes === null ? null : `${payload.duration_minutes} min`,
    payload.rrule,
    payload.status,
    payload.list_from === null ? null : `${payload.list_from} to ${payload.list_to}`,
    payload.settings === null ? null : settingsOf(output),
    ...output.also.map((one) => `and ${one.intent}`),
  ];
  return parts.filter((part) => part !== null).join(' ');
}
