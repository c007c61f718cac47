// One model is asked until it gives an answer that can be used: again with what was wrong, twice at most.
import { FluxError } from '../kernel/errors.ts';
import type { Agent, InputOf, OutputOf } from './agent.ts';
import type { About, Thinking } from './ask.ts';
import { callModel, type Called } from './call-model.ts';
import { fitShape } from './fit-shape.ts';
import { ModelFailure } from './model-failure.ts';
import type { Correction, Model } from './model.ts';
import type { Masked } from './private-words.ts';
import { speak } from './speak.ts';

export interface Asking<A extends Agent> {
  thinking: Thinking;
  agent: A;
  input: InputOf<A>;
  about: About;
}

/** `late`: no time is left to ask one that takes its time at all. */
export type Tried<A extends Agent> =
  { kind: 'answer'; output: OutputOf<A> } | { kind: 'late' } | Exclude<Called<A>, { kind: 'read' }>;

/** By what the agent's job takes, whichever chain is asked: a plan of six weeks and its thoughts, or one reading. */
const MOST_OUTPUT_TOKENS = { strong: 16_000, fast: 4000 };

/** `limitMs` is asked before each call; null: there is no time for one. */
export async function askModel<A extends Agent>(
  asking: Asking<A>,
  model: Model,
  tier: Agent['tier'],
  limitMs: () => number | null,
): Promise<Tried<A>> {
  const { thinking, agent, about } = asking;
  const shown = model.provider === 'builtin' ? plain(asking.input) : await hidden(asking);
  if (shown === null) return { kind: 'failed', error: misasked(agent) };
  const corrections: Correction[] = [];
  // Rules give the same answer each time.
  const most = model.provider === 'builtin' ? 1 : 3;
  while (corrections.length < most) {
    const callMs = limitMs();
    if (callMs === null)
      return corrections.length > 0 ? { kind: 'failed', error: unusable(model, agent) } : { kind: 'late' };
    const question = {
      agent,
      input: shown.masked,
      corrections,
      mostOutputTokens: MOST_OUTPUT_TOKENS[agent.tier],
    };
    const speaking = speak(agent.spoken === undefined ? {} : thinking, shown.unmaskWords());
    const { onWords } = speaking;
    const calling = { thinking, about, model, tier, question, limitMs: callMs, onWords };
    const called = await callModel(calling).catch((error: unknown) => {
      speaking.fail();
      throw error;
    });
    if (called.kind === 'read' && called.read.kind === 'usable') {
      const output = fitShape(agent, shown.unmask(called.read.output));
      if (output === null) {
        speaking.fail();
        break;
      }
      if (agent.spoken !== undefined) speaking.finish((output as Record<string, unknown>)[agent.spoken]);
      return { kind: 'answer', output };
    }
    speaking.fail();
    if (called.kind !== 'read') return called;
    if (called.read.kind === 'refused') return { kind: 'failed', error: declined(model, agent) };
    corrections.push({
      answer: called.text,
      faults: called.read.kind === 'unusable' ? called.read.faults : '',
    });
  }
  return { kind: 'failed', error: unusable(model, agent) };
}

/** Only what the agent declares leaves this machine, and nothing private of it. Null where it is asked wrongly. */
async function hidden<A extends Agent>({ agent, input }: Asking<A>): Promise<Masked<InputOf<A>> | null> {
  const { data, success } = agent.input.safeParse(input);
  if (!success) return null;
  // It brings an English grammar and all numbering plans of telephones: 80 MB that a process without a key needs not.
  const { mask } = await import('./private-words.ts');
  return mask(data as InputOf<A>);
}

/** The builtin coach is here already. */
const plain = <Input>(input: Input): Masked<Input> => ({
  masked: input,
  unmask: (output) => output,
  unmaskWords: () => ({ push: (piece) => piece, end: () => '' }),
});

const misasked = ({ name }: Agent): FluxError =>
  new FluxError('INTERNAL', { detail: `${name} was asked in another shape than its own` });

const declined = (model: Model, agent: Agent): FluxError =>
  new ModelFailure('question', { detail: `${model.name} declined to answer for ${agent.name}` });

const unusable = (model: Model, agent: Agent): FluxError =>
  new FluxError('MODEL_FAILED', { detail: `${model.name} gave an unusable answer for ${agent.name}` });
