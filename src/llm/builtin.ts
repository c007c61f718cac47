// A coach that needs no key: rules instead of a model, English only. The default on a fresh machine, the last fallback of a real one.
import type { AgentInput, AgentName, AgentOutput } from '../agents.ts';
import type { Model } from './model.ts';

type Answers = { [A in AgentName]: () => Promise<(input: AgentInput<A>) => AgentOutput<A>> };

/** Deterministic: the same input gives the same answer. It reads English; words it does not know lead to a plain, general plan. */
export const builtinModel: Model & { warmUp(): Promise<void> } = {
  name: 'builtin',
  async run(agent, input, options) {
    options?.signal?.throwIfAborted();
    const answer = await ANSWERS[agent]();
    return { output: answer(input), usage: null };
  },
  /** Loads what a chat turn needs, so that the first person does not wait for it. */
  async warmUp() {
    await ANSWERS.orchestrator();
  },
};

// Loaded at first use: the planner's English grammar takes 200 ms, and a chat turn does not need it.
const ANSWERS: Answers = {
  orchestrator: async () => (await import('./builtin/orchestrator.ts')).orchestrate,
  classifier: async () => (await import('./builtin/classifier.ts')).classify,
  scheduler: async () => (await import('./builtin/scheduler.ts')).wishForTimes,
  pattern_observer: async () => (await import('./builtin/pattern-observer.ts')).observePatterns,
  planner: async () => (await import('./builtin/planner.ts')).proposePlan,
};
