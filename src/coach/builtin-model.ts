// A coach that needs no key: rules instead of a model, English only.
// The default on a fresh machine, the last fallback of a real one.
import type { AGENTS, AgentInput, AgentName, AgentOutput } from '../agents.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Model } from '../llm/model.ts';

/** The agents that say that it can do their job. */
type Job = { [A in AgentName]: (typeof AGENTS)[A]['hasBuiltin'] extends true ? A : never }[AgentName];
type Answers = { [A in Job]: () => Promise<(input: AgentInput<A>) => AgentOutput<A>> };

/** The same input gives the same answer. It reads English; words it does not know lead to a plain, general plan. */
export const builtinModel: Model & { warmUp(): Promise<void> } = {
  name: 'builtin',
  provider: 'builtin',
  async answer({ agent: { name }, input }, { signal }) {
    signal?.throwIfAborted();
    if (!isKnown(name)) throw new FluxError('MODEL_FAILED', { detail: `builtin cannot do ${name}` });
    // Each name goes with its own question: `ask` takes both from one agent.
    const answer = (await ANSWERS[name]()) as (input: unknown) => unknown;
    return {
      output: answer(input),
      text: '',
      ending: 'whole',
      usage: null,
      requestId: null,
      servedBy: 'builtin',
    };
  },
  /** Loads what a chat turn needs, so that the first person does not wait for it. */
  async warmUp() {
    await ANSWERS.orchestrator();
  },
};

// Loaded at first use: the planner's English grammar takes 200 ms, and a chat turn does not need it.
const ANSWERS: Answers = {
  orchestrator: async () => (await import('./orchestrator.ts')).orchestrate,
  classifier: async () => (await import('./classifier.ts')).classify,
  scheduler: async () => (await import('./scheduler.ts')).wishForTimes,
  pattern_observer: async () => (await import('./pattern-observer.ts')).observePatterns,
  summariser: async () => (await import('./summariser.ts')).condense,
  onboarding: async () => (await import('./read-onboarding.ts')).readOnboarding,
  room_host: async () => (await import('./room-agents.ts')).hostRoom,
  room_agent: async () => (await import('./room-agents.ts')).speakInRoom,
  room_summariser: async () => (await import('./room-agents.ts')).condenseRoom,
  planner: async () => (await import('./planner.ts')).proposePlan,
};

const isKnown = (name: string): name is Job => Object.hasOwn(ANSWERS, name);
