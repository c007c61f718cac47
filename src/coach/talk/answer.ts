// What an answer to a message is made of: an intent with what it needs, or one question back that knows its answers.
import type { AgentInput, AgentOutput } from '../../agents.ts';

export type Input = AgentInput<'orchestrator'>;
export type Output = AgentOutput<'orchestrator'>;
export type OpenGoal = Input['open_goals'][number];
export type UpcomingTask = Input['upcoming_tasks'][number];
export type Asks = NonNullable<Output['asks']>;
export type Act = Asks['act'];

type Change = Partial<Omit<Output, 'payload'>> & { payload?: Partial<Output['payload']> } & Pick<
    Output,
    'intent'
  >;

/** The answer with everything empty that is not given. */
export function result({ payload, ...change }: Change): Output {
  return {
    clarification_question: null,
    task_id: null,
    goal_id: null,
    asks: null,
    also: [],
    ...change,
    payload: {
      decision: null,
      wish: null,
      task_title: null,
      task_starts_local: null,
      task_starts_in_minutes: null,
      duration_minutes: null,
      rrule: null,
      exdates: [],
      status: null,
      list_from: null,
      list_to: null,
      list_only: null,
      list_without: null,
      scope: null,
      settings: null,
      assumed: null,
      ...payload,
    },
  };
}

/** The same without what only an answer has. */
export const actOf = ({ intent, payload, task_id, goal_id }: Output): Act => ({
  intent,
  payload,
  task_id,
  goal_id,
});

/** CLARIFY: one question to the person, and what is known of the task already. */
export function ask(question: string, asks: Output['asks'] = null): Output {
  const title = asks?.act.payload.task_title ?? null;
  return result({
    intent: 'CLARIFY',
    clarification_question: question,
    payload: { task_title: title },
    asks,
  });
}

/** A question whose answer completes `act`. */
export function askFor(
  question: string,
  missing: Asks['missing'],
  act: Output,
  known: Partial<Asks> = {},
): Output {
  return ask(question, { act: actOf(act), missing, choices: [], times: [], date: null, also: [], ...known });
}

/** Each title once. */
export function unique(titles: readonly string[]): string[] {
  return [...new Set(titles)];
}

/** "A", "B" or "C": quoted, for a question. */
export function list(titles: readonly string[]): string {
  const quoted = titles.map((title) => `"${title}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
