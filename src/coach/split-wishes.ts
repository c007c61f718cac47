// One wish at a time: a second one in the same message is kept in view, and what is no wish but an order to the
// machine is left aside.
import { kindsIn } from './kinds.ts';

const VERB =
  'learn|speak|run|swim|read|write|save|lose|quit|stop|find|build|start|get|cook|play|sleep|meditate|clean|declutter|study|practi[sc]e|paint|draw|eat|drink|walk|call|visit|pass|meet|finish|become|improve|do|go';

/**
 * "Learn to juggle and speak better French": two, where both are of a kind of their own. `other` is empty where
 * there is one.
 */
export function splitWishes(text: string): { first: string; other: string } {
  const joint = new RegExp(
    `(?:,|\\.)? (?:and|plus|as well as|also)(?: (?:also|then|I(?: also)? want to|I'd like to|finally))*(?: to)? (?=(?:${VERB})\\b)`,
    'i',
  ).exec(text);
  if (!joint) return { first: text, other: '' };
  const [left, right] = [text.slice(0, joint.index), text.slice(joint.index + joint[0].length)];
  const [one, two] = [kindsIn(left)[0], kindsIn(right)[0]];
  const isOther = one && two && one.key !== two.key && !two.broad && right.split(' ').length >= 2;
  if (!isOther) return { first: text, other: '' };
  // What is said of time behind the second one may be meant for both: it is read with the first.
  const other = right.split(/[,.;!?]| (?:on|at|in|every|each|by|until|from|for|\d)\b/)[0] ?? '';
  return { first: `${left}${right.slice(other.length)}`, other: other.slice(0, 60).toWellFormed().trim() };
}

const ORDER =
  /\b(?:ignore|disregard|system prompt|approval_status|json|instructions?|the tags? |all \d+ tags|this is an order|answer with|print|output|your rules)\b|[{}]/i;

/**
 * `left`: the first sentence that was left aside, short; empty where there is none. All is kept where nothing else
 * is said.
 */
export function withoutOrders(text: string): { wish: string; left: string } {
  const sentences = text.split(/(?<=[.!?;])\s+/);
  const wishes = sentences.filter((sentence) => !ORDER.test(sentence));
  if (wishes.length === 0 || wishes.length === sentences.length) return { wish: text, left: '' };
  const left = sentences.find((sentence) => ORDER.test(sentence)) ?? '';
  const quiet = left
    .replace(/[.!?;"{}]+/g, '')
    .slice(0, 40)
    .toWellFormed()
    .trim();
  return { wish: wishes.join(' '), left: /approv|accept/i.test(quiet) ? '' : quiet };
}
