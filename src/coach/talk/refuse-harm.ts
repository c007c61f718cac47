// Before anything else: what would harm somebody is declined kindly. Who is in despair is heard before (src/safety).
import { HARMFUL } from '../harm.ts';
import { ask } from './answer.ts';
import type { Output } from './answer.ts';

/** A refusal; null where the lower-case words speak of nothing of the kind. */
export function refuseHarm(text: string): Output | null {
  return HARMFUL.test(text) ? ask(REFUSAL) : null;
}

const REFUSAL =
  'That would harm somebody or is against the law, so I cannot help with it. If something weighs on you behind it, I can help with that: a difficult conversation, calming down, finding advice. What would you like to change for yourself?';
