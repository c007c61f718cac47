// What an answer to a message is made of: an intent with what it needs, or one question back.
import type { AgentInput, AgentOutput } from '../../agents.ts';

export type Input = AgentInput<'orchestrator'>;
export type Output = AgentOutput<'orchestrator'>;
export type OpenGoal = Input['open_goals'][number];
export type UpcomingTask = Input['upcoming_tasks'][number];

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
    ...change,
    payload: {
      decision: null,
      task_title: null,
      task_starts_local: null,
      task_starts_in_minutes: null,
      duration_minutes: null,
      ...payload,
    },
  };
}

/** CLARIFY: one question to the person, and what is known of the task already. */
export function ask(question: string, payload: Partial<Output['payload']> = {}): Output {
  return result({ intent: 'CLARIFY', clarification_question: question, payload });
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
