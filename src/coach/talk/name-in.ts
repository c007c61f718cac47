// What a request calls a thing: the words that are neither grammar nor time nor what is to be done with it.
import type { Heard } from './heard.ts';
import { match } from './match.ts';

const NO_TITLE = new Set(
  `when what time is are was do did does have has had am be the that this thing one ones next my i we it you me to on at in for of and with going will
  today tomorrow yesterday tonight week month day morning afternoon evening night next last only also all any other ones which take go get done supposed due stuff obv obvs please thanks move shift push bump nudge postpone delay reschedule rearrange rebook snooze prepone defer bring put swap switch cancel delete remove scrap drop bin ditch clear skip kill scratch axe session class appointment back forward earlier later same instead hour minutes everything both off out from until before after just only once about into again can could shall should would let cannot not but and rest lot evening morning afternoon another other way possible rather kindly guess want need make calendar list schedule diary anything something nothing free busy finish finished achieve achieved complete completed manage managed miss missed comes`.split(
    /\s+/,
  ),
);

/** The words of a title among them, of known ones where there are; null where none is left. */
export function nameIn(
  { words: all, tokens, lead, facts, input }: Heard,
  words: readonly string[] = all,
): string | null {
  const free = words.filter((word) => {
    const token = tokens.slice(lead).find((one) => one.word === word);
    const isFact = token?.claimedBy !== null && token !== undefined && facts[token.claimedBy] !== undefined;
    return /\p{L}{3}/u.test(word) && !NO_TITLE.has(word) && !isFact;
  });
  const known = free.filter((word) => match([word], input.upcoming_tasks).length > 0);
  const found = known.length > 0 ? known : free;
  return found.length === 0 ? null : found.join(' ');
}
