// What a case gives to an agent, as the product would: by the clock of whoever said it.
import type { AgentInput } from '../../src/agents.ts';
import { addDays, wallClockToUtc, weekdayOf } from '../../src/kernel/time.ts';
import type { BusyTime } from '../../src/planning/busy-time.ts';
import type { Wished } from '../harness/plan-with.ts';
import type { MessageCase, PlanCase, Situation, TopicCase, WishesCase } from './case.ts';
import { PROFILES, SITUATIONS } from './read-set.ts';

/** When and where. */
export interface Said {
  /** "2026-11-23T10:00" */
  local: string;
  date: string;
  zone: string;
  at: Date;
}

export function saidOf({ said }: { said: string }): Said {
  const [local = '', zone = ''] = said.split(' ');
  const date = local.slice(0, 10);
  return { local, date, zone, at: wallClockToUtc(date, local.slice(11), zone).startsAt };
}

/** Throws Error for a situation that there is none of. */
export function situationOf({ situation = 'nothing', goals, tasks }: MessageCase): Situation {
  const named = SITUATIONS[situation];
  if (!named) throw new Error(`no situation is called ${situation}`);
  return { goals: goals ?? named.goals, tasks: tasks ?? named.tasks };
}

export function messageAsked(asked: MessageCase): AgentInput<'orchestrator'> {
  const { local, zone } = saidOf(asked);
  const { goals, tasks } = situationOf(asked);
  const history = asked.history ?? [];
  return {
    message: asked.say,
    history: history.map((turn) => ({
      role: 'me' in turn ? 'user' : 'assistant',
      text: 'me' in turn ? turn.me : turn.coach,
      said_local: turn.said ?? local,
    })),
    now_local: local,
    zone,
    open_goals: goals.map((goal) => ({ ...goal, awaits_approval: goal.status === 'negotiating' })),
    upcoming_tasks: tasks.map(({ id, title, starts }) => ({ id, title, starts_local: starts })),
  };
}

export const topicAsked = ({ goal }: TopicCase): AgentInput<'classifier'> => ({ goal_text: goal });

/** Throws Error for a profile that there is none of. */
export function wishesAsked(asked: WishesCase | PlanCase): AgentInput<'scheduler'> {
  const { date, zone } = saidOf(asked);
  const profile = PROFILES[asked.profile];
  if (!profile) throw new Error(`no profile is called ${asked.profile}`);
  return {
    goal_text: asked.goal,
    goal_said_on: asked.goal_said_on ?? date,
    revisions: (asked.revisions ?? []).map(([text, said_on]) => ({ text, said_on })),
    today: date,
    zone,
    profile,
  };
}

export function planAsked(asked: PlanCase): Wished {
  const { at, date, zone } = saidOf(asked);
  const dates = Array.from({ length: 60 }, (_, day) => addDays(date, day));
  const busy: BusyTime[] = (asked.busy ?? []).flatMap(([day, from, until]) =>
    dates
      .filter((one) => weekdayOf(one) === day)
      .map((one) => ({
        title: 'Taken',
        startsAt: wallClockToUtc(one, from, zone).startsAt,
        endsAt: wallClockToUtc(one, until, zone).startsAt,
      })),
  );
  return { ...wishesAsked(asked), busy, nowMs: at.getTime() };
}
