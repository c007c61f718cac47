// Conversations as they come to a model: every message is said for the first time, and what was said before comes with it.
import type { OrchestratorInput } from '../../src/chat/orchestrator.agent.ts';

/** So many messages come with a new one, of the 24 that may. */
const HISTORY = 12;

const NAMES = ['Anna', 'Tom', 'Siobhán', 'Marek', 'Lucy', 'Ahmed', 'Chloe', 'Ravi'];
const SAID: ((name: string, count: number) => string)[] = [
  (name, count) =>
    `Remind me to call ${name} about invoice ${count} tomorrow at 18:00, it is about the heating`,
  (_name, count) =>
    `I was at the gym ${count} minutes and it was too full. Could we do mornings before work instead?`,
  (name, count) =>
    `My sister ${name} says ${count} km is too much for the first week, and I think that she is right.`,
  (_name, count) =>
    `no running on sundays please, that is for the family, and not later than 9 pm (rule ${count})`,
  (name, count) =>
    `Write to ${name.toLowerCase()}${count}@example.com that I cannot come on Thursday. Then swim for 40 minutes.`,
];
const ANSWERED = (count: number) =>
  `It is in your calendar, tomorrow from 18:00 to 18:30 (${count}). You did three of four sessions this week: well done.`;

let count = 100;

/** The next question of somebody who goes on talking; `isStrange`: of somebody whom this process has never heard. */
export function talker(): (isStrange: boolean) => OrchestratorInput {
  let history = Array.from({ length: HISTORY / 2 }, () => exchangeOf(sentence())).flat();
  let message = sentence();
  return (isStrange) => {
    history = isStrange
      ? Array.from({ length: HISTORY / 2 }, () => exchangeOf(sentence())).flat()
      : [...history.slice(2), ...exchangeOf(message)];
    message = sentence();
    return { ...SURROUNDINGS, message, history };
  };
}

const exchangeOf = (message: string): OrchestratorInput['history'] => [
  { role: 'user', text: message, said_local: '2026-11-23T09:00' },
  { role: 'assistant', text: ANSWERED(count), said_local: '2026-11-23T09:00' },
];

const sentence = (): string => {
  count += 1;
  return SAID[count % SAID.length]!(NAMES[count % NAMES.length]!, count);
};

const SURROUNDINGS = {
  now_local: '2026-11-24T07:30',
  zone: 'Europe/Berlin',
  open_goals: ['Run 10 km', 'Learn Spanish', 'Sleep earlier'].map((title, index) => ({
    id: `00000000-0000-7000-8000-00000000000${index}`,
    title,
    status: 'active' as const,
    awaits_approval: false,
  })),
  upcoming_tasks: Array.from({ length: 12 }, (_, index) => ({
    id: `00000000-0000-7000-8000-0000000001${String(index).padStart(2, '0')}`,
    title: ['Run with Anna', 'Vocabulary', 'Lights out'][index % 3]!,
    starts_local: '2026-11-25T18:00',
  })),
};
