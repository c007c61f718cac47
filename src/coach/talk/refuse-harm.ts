// Before anything else: who is in despair gets care and no plan, and what would harm somebody is declined kindly.
import { HARMFUL } from '../harm.ts';
import { ask } from './answer.ts';
import type { Output } from './answer.ts';

/** Care or a refusal; null where the lower-case words speak of neither. */
export function refuseHarm(text: string): Output | null {
  if (CRISIS.test(text)) return ask(CARE);
  return HARMFUL.test(text) ? ask(REFUSAL) : null;
}

const CRISIS =
  /\b(?:kill(?:ing)? myself|suicid\w*|end (?:my life|it all)|want to die|wanna die|don't want to (?:live|be alive)|hurt(?:ing)? myself|self[- ]harm\w*|cut(?:ting)? myself|no reason to live|better off dead)\b/;
const CARE =
  'I am really sorry that it is this hard right now. I am a planning coach and not the right help for this, but people are there for you: please call your local emergency number or a crisis line now, or talk to somebody near you. Are you safe at this moment?';

const REFUSAL =
  'That would harm somebody or is against the law, so I cannot help with it. If something weighs on you behind it, I can help with that: a difficult conversation, calming down, finding advice. What would you like to change for yourself?';
