// How much: numbers with their units, money in its common writings, percents, and what is meant for each day.
import type { AmountValue, OrdinalValue, Unit } from './facts.ts';
import type { Classes, Found } from './classes.ts';
import { rule } from './patterns.ts';
import { ORDINALS } from './words.ts';

type Int = Classes['int'];

const amount = ({ least, most, about }: Int, unit: string, per: Unit | null = null): Found<AmountValue> => ({
  value: { kind: 'amount', least, most, unit, per },
  ...(about && { about }),
});
const nth = (n: number): Found<OrdinalValue> => ({ value: { kind: 'ordinal', nth: n } });

const table = (lines: string): Map<string, string> =>
  new Map(
    lines
      .trim()
      .split(/\s*;\s*/)
      .flatMap((line) => {
        const [forms = '', unit] = line.split('=');
        return forms
          .trim()
          .split(/\s+/)
          .map((form): [string, string] => [form, unit?.trim() ?? form.replace(/s$/, '')]);
      }),
  );

/** What can be counted, by every form of it. */
export const NOUNS = table(`
  km=km; mile miles mi=mile; m metre metres meter meters=m; kg kgs kilo kilos kilogram kilograms=kg; g gram grams=g;
  lb lbs=lb; pounds pound=pound; stone=stone; litre litres liter liters l=litre; ml=ml; pages page pgs pg=page;
  words word=word; chapters chapter=chapter; books book=book; glasses glass=glass; cups cup=cup; steps step=step;
  reps rep=rep; sets set=set; pushups pushup=push-up; situps situp=sit-up; squats squat=squat; laps lap=lap; lengths=length;
  sessions session=session; lessons lesson=lesson; classes class=class; runs run=run; walks walk=walk; workouts workout=workout;
  cigarettes cigarette cigs cig=cigarette; drinks drink=drink; beers beer=beer; coffees coffee=coffee; units=unit;
  calories calorie kcal cals=kcal; portions portion=portion; meals meal=meal; songs song=song; exercises exercise=exercise;
  tasks task=task; hours=hour; times=time; seconds second=second; people person=person; points=point; poems poem=poem;
  articles article=article; applications application=application; emails email=email; photos photo=photo; pieces piece=piece;
  goals goal=goal; plans plan=plan; rounds round=round; swims swim=swim; rides ride=ride; bags bag=bag; boxes box=box
`);
/** Signs and names of money, by ISO 4217 where one currency alone is meant. */
export const COINS = table(`
  € euro euros eur=eur; £ gbp sterling=gbp; $ dollar dollars bucks=dollar; usd=usd; aud=aud; cad=cad; nzd=nzd; ₹ rupee rupees rs inr=inr;
  chf francs=chf; yen jpy ¥=jpy; rand zar=zar
`);

export const AMOUNT_RULES = [
  rule('amount', '<coin> <int>', (unit, n) => amount(n, unit)),
  rule('amount', '<coin> <int> k', (unit, n) =>
    amount({ ...n, least: n.least * 1000, most: n.most * 1000 }, unit),
  ),
  rule('amount', '<int> <coin>', (n, unit) => amount(n, unit)),
  rule('amount', '<int> k <coin>', (n, unit) =>
    amount({ ...n, least: n.least * 1000, most: n.most * 1000 }, unit),
  ),
  rule('amount', '<int> k steps|words', (n) =>
    amount({ ...n, least: n.least * 1000, most: n.most * 1000 }, 'step'),
  ),
  rule('amount', '<int> k', (n) => ({
    ...amount(n, 'km'),
    alternatives: [{ kind: 'number', least: n.least * 1000, most: n.most * 1000 }],
    certainty: 'usual',
  })),
  rule('amount', '<int> -? <noun>', (n, unit) => amount(n, unit)),
  rule('amount', 'a|an|one <noun> !<noun>', (unit) =>
    unit.length > 2 ? null : amount({ least: 1, most: 1 }, unit),
  ),
  rule('amount', '<int> %|percent', (n) => amount(n, 'percent')),
  rule('amount', '<int> per cent', (n) => amount(n, 'percent')),
  rule('amount', '<int> (push|press|sit|pull|chin) -? up|ups', (n, kind) => amount(n, `${kind}-up`)),
  rule('fact', 'the <nth> one', nth),
  rule('fact', 'the? (first|second|third|fourth|fifth|last) one|option', (word) => nth(ORDINALS.get(word)!)),
  rule('fact', 'the (first|second|third|fourth|fifth|last) !<thing> !<unit> !<weekday>', (word) =>
    nth(ORDINALS.get(word)!),
  ),
  rule('fact', 'number|option|no <int>', (n) => nth(n.least)),
];

/** What stands beside an amount or a length: "10 pages a day", "20 min daily". */
export const PER_RULES = [
  rule('amount', '<amount> a|an|per|each|every|/ single? <unit>', ({ value }, unit) => ({
    value: { ...value, per: unit },
  })),
  rule('length', '<length> a|an|per|each|every|/ single? <unit>', (found, unit) => ({
    ...found,
    value: { ...found.value, per: unit },
  })),
  rule('amount', '<int> <thing> a|per|each|every|/ <unit>', (n, thing, unit) =>
    amount(n, thing.replace(/s$/, ''), unit),
  ),
  rule('fact', 'per|/ <unit>', (unit) => ({ value: { kind: 'per', unit } })),
];

/** A number that nothing else has read. */
export const BARE_RULES = [
  rule('fact', '<times>', ({ least, most }) =>
    least > 1 ? { value: { kind: 'number', least, most } } : null,
  ),
  rule('fact', '<int>', ({ least, most, about }) => ({
    value: { kind: 'number', least, most },
    ...(about && { about }),
  })),
];
