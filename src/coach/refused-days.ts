// Days and parts of the day in a later word that are ruled out by what stands around them.
import type { Fact, Reading } from '../english/facts.ts';
import type { Day } from '../kernel/week.ts';

const DROPPED =
  /\b(?:drop|scratch|scrap|skip|lose|cut|remove|cancel|ditch|bin|axe|kill|leave out|take out|get rid of|without|minus|forget|avoid|i work|working|busy|i am away|i'm away)(?: out)?(?: (?:the|my|all|every|on|that))*\s*$/i;
const REFUSED =
  /^(?:'s)?(?: (?:one|ones|session|sessions|class|slot))?,? *(?:no\b|not\b|never\b|nope\b|(?:is|are|r|im|i'm|i am|am|get|gets)(?: \w+)? (?:no|not|bad|out|off|busy|full|impossible|tricky|useless|rubbish|hopeless|taken|packed|hard|awful|tough|a (?:no|nightmare|struggle|problem))\b|(?:do|does|did|will|can|could)(?:n't| not|nt)\b|(?:won't|can't|cant|dont|doesnt|wont|cannot)\b|(?:i|i'm|i am|we|i've|ive) (?:work|busy|have|am|can|away|got)\b|never (?:work|suit)|hopeless|useless|out\b|off\b(?! to))/i;

/** "Thursday is choir", "evenings are chaos": something else fills it. What else is said of a day rules nothing out. */
const TAKEN =
  /^(?:'s| is| are) (?:my |her |his |our |their |the |a |always |usually |pure |total |absolute )*(?:choir|church|mass|prayers?|sabbath|football|soccer|rugby|hockey|cricket|golf|tennis|swimming|gym|yoga|training|practice|rehearsals?|class(?:es)?|lessons?|school|uni|work|shifts?|overtime|night shifts?|date night|family (?:day|time|dinner)|bowling|bingo|darts|quiz|pub|club|scouts|brownies|meetings?|band|ballet|dance|karate|judo|market|court|therapy|physio|laundry|chaos|mayhem|bedlam|madness|hectic|manic|mad|crazy|busy)\b(?! free)/iu;

/** "Saturday no", "scratch Sundays", "mornings I'm useless", "Not Thursday. Thursdays are for prayer". */
export function withRefused({ text, facts }: Reading): Fact[] {
  const gone = new Set<Day>();
  return facts.flatMap((fact, index): Fact[] => {
    // "Mornings, not evenings": the "not" is of what follows.
    const next = facts[index + 1];
    const isOfNext =
      next !== undefined &&
      next.role !== 'at' &&
      /^.{0,3}$|^\W*(?:no|not)(?: (?:to|on|in))? ?$/i.test(text.slice(fact.to, next.from));
    const days = daysOf(fact);
    if (days.length === 0 && fact.value.kind !== 'part') return [fact];
    const isOut = fact.role === 'except' || fact.negated;
    const isPlain = fact.role === 'at' || fact.role === 'for';
    const behind = text.slice(fact.to);
    const isRefused =
      DROPPED.test(text.slice(0, fact.from)) || (!isOfNext && (REFUSED.test(behind) || TAKEN.test(behind)));
    if (isOut || (isPlain && isRefused)) {
      for (const day of days) gone.add(day);
      return [isOut ? fact : { ...fact, role: 'except' }];
    }
    // What was ruled out is spoken of once more, and not wished for.
    return isPlain && days.length > 0 && days.every((day) => gone.has(day)) ? [] : [fact];
  });
}

export function daysOf({ value }: Fact): Day[] {
  if (value.kind === 'days') return value.days;
  return value.kind === 'date' && value.day !== null ? [value.day] : [];
}
