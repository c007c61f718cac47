// "Call the plumber at 9 and the electrician at 10": the verb of the first is meant for the second.
import { isVerbOfErrand } from './chore.ts';
import type { Heard } from './heard.ts';
import type { Piece } from './pieces.ts';
import { textOf } from './title.ts';

/** A noun and no verb. */
export function isElliptic({ words: [first] }: Piece, { all, tokens, text }: Heard): boolean {
  if (first === undefined || isVerbOfErrand(all.slice(first))) return false;
  return (
    /^(?:the|a|an|my|his|her|our)$/.test(all[first]!) || /^\p{Lu}/u.test(text.slice(tokens[first]!.from))
  );
}

/** With what belongs to it: "pick up". */
export function verbOf(head: Piece | undefined, heard: Heard): string {
  const [first, second] = head?.words ?? [];
  if (first === undefined || !isVerbOfErrand(heard.all.slice(first))) return '';
  const particle = head?.words.find((index) => /^(?:up|off|out|away)$/.test(heard.all[index]!));
  const own = second === first + 1 && /^(?:in|to|on)$/.test(heard.all[second]!) ? second : particle;
  return `${textOf(heard, own === undefined ? [first] : [first, own])} `;
}
