// One turn's question to a vendor's model, through `ask` and everything behind it.
import { orchestrator } from '../../../src/chat/orchestrator.agent.ts';
import { builtinModel } from '../../../src/coach/builtin-model.ts';
import type { Person } from '../../../src/kernel/context.ts';
import { ask } from '../../../src/llm/ask.ts';
import { createBreaker } from '../../../src/llm/breaker.ts';
import { sameForAll } from '../../../src/llm/chain.ts';
import type { Meter } from '../../../src/llm/meter.ts';
import { anthropicModel } from '../../../src/llm/vendors/anthropic.ts';
import { openaiModel } from '../../../src/llm/vendors/openai.ts';
import type { Kind } from './billing-vendor.ts';

const STREAMED: readonly Kind[] = ['streamed', 'aborted', 'cut'];

/** Resolves to the intent; `aborted`: the turn is ended at its first word, which is thrown. */
export async function askVendor(
  { origin, person, meter }: { origin: string; person: Person; meter: Meter },
  vendor: 'openai' | 'anthropic',
  kind: Kind,
): Promise<string> {
  // A breaker of its own: what fails here shall not rest.
  const account = {
    apiKey: 'k',
    baseUrl: origin,
    appUrl: 'https://flux.example',
    breaker: createBreaker(vendor),
    tell: () => undefined,
  };
  const model =
    vendor === 'openai' ? openaiModel('gpt-6-luna', account) : anthropicModel('claude-haiku-5-5', account);
  const stop = new AbortController();
  const onWords = () => kind === 'aborted' && stop.abort(new Error('the turn is ended'));
  const thinking = {
    person,
    meter,
    models: sameForAll(model, builtinModel),
    signal: stop.signal,
    ...(STREAMED.includes(kind) && { onWords: () => void onWords(), onTakenBack: () => undefined }),
  };
  const question = {
    message: `please q-${kind}`,
    history: [],
    now_local: '2026-11-28T10:00',
    zone: 'UTC',
    open_goals: [],
    upcoming_tasks: [],
  };
  return (await ask(thinking, orchestrator, question, {})).intent;
}
