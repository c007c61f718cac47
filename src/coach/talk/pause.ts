// Being away: all tasks rest for some days, and come back.
import { askFor, result, type Output } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { phrases } from './phrases.ts';

const PAUSE = phrases(`
  ^ pause  pause everything|all|my|it|the  i am|will be away|abroad|travelling|traveling  i am|will be on holiday|holidays|vacation|leave  going on|away holiday|vacation|holidays
  vacation|holiday mode  put everything|all on hold  freeze everything|all|my  away from  i am off sick
`);
const RESUME = phrases(
  `^ resume|unpause  i am back  end|stop|cancel the|my pause|vacation|holiday  carry on again  back from holiday|vacation`,
);

/** PAUSE with its days, RESUME, or the question from when to when; null where nobody is away. */
export function pause({ words, facts, input }: Heard): Output | null {
  if (RESUME(words)) return result({ intent: 'RESUME' });
  // Told of a plan that waits, days away are about the plan.
  const isOfPlan = input.open_goals.some((goal) => goal.awaits_approval) && words[0] !== 'pause';
  if (!PAUSE(words) || isOfPlan) return null;
  const [dates] = factsOf(facts, 'dates');
  const [date, second] = factsOf(facts, 'date');
  const act = result({ intent: 'PAUSE' });
  const days = (list_from: string | null, list_to: string | null): Output => ({
    ...act,
    payload: { ...act.payload, list_from, list_to },
  });
  if (dates) return days(dates.value.from, dates.value.to);
  if (date && second) return days(date.value.date, second.value.date);
  if (date?.role === 'until') return days(null, date.value.date);
  if (date?.role === 'from') return days(date.value.date, null);
  if (date) return days(date.value.date, date.value.date);
  if (facts.length > 0) return askFor('From which day to which day shall everything rest?', 'time', act);
  const today = input.now_local.slice(0, 10);
  return askFor(
    'Shall I let all your tasks rest from today, until you say that you are back?',
    'yes',
    days(today, null),
  );
}
