// The chart that rules fill: everything that the words may be, by the word it begins with. Duckling's idea.
import type { Class, Classes, Found } from './classes.ts';
import type { Token } from './facts.ts';
import type { Here } from './here.ts';
import type { Rule, Step } from './patterns.ts';

export interface Node {
  start: number;
  end: number;
  /** How many tokens its rule has read, with what it has found beside it. */
  weight: number;
  out: Class;
  made: Classes[Class];
}

/** Everything that was found, by the token it begins with; `steps` counts the work. */
export interface Chart {
  tokens: Token[];
  /** Of the tokens; ">to" where something is moved to what follows. */
  words: string[];
  at: Node[][];
  /** What ends before the token of that index. */
  ends: Set<Class>[];
  steps: number;
}

interface Match {
  end: number;
  args: unknown[];
  splits: number[];
}

const BETWEEN = new Set([',', 'and', '&', '+', '/', 'or', 'plus']);
const LIST_MOST = 12;

/** Runs the rules of one layer over the text; what it finds serves the layers after it. */
export function fill(chart: Chart, rules: Rule[], here: Here): void {
  const found: Node[] = [];
  for (let start = 0; start < chart.tokens.length; start++) {
    for (const one of rules) {
      const make = (match: Match): Node[] | null => nodesOf(one, match, start, here);
      for (const items of one.ways) {
        if (!mayBegin(chart, items[0]!, start)) continue;
        found.push(...(matchFrom(chart, items, 0, { end: start, args: [], splits: [] }, make) ?? []));
      }
    }
  }
  for (const node of found) {
    chart.at[node.start]!.push(node);
    (chart.ends[node.end] ??= new Set()).add(node.out);
  }
  for (const nodes of chart.at) nodes.sort((a, b) => b.end - a.end);
}

/** Spares the search where the first step of a pattern cannot be there. */
function mayBegin(chart: Chart, step: Step, start: number): boolean {
  chart.steps++;
  if (step.isOptional || step.look) return true;
  if (step.kind === 'words') return step.words.has(chart.words[start]!);
  return chart.at[start]!.some(({ out }) => out === step.className);
}

function nodesOf({ out, make }: Rule, match: Match, start: number, here: Here): Node[] | null {
  const made = (make as (...args: unknown[]) => Classes[Class] | Found[] | null)(...match.args, here);
  if (made === null || match.end === start) return null;
  const weight = match.end - start;
  if (!Array.isArray(made))
    return [{ start, end: match.end, weight, out: out === 'fact' ? kindOf(made as Found) : out, made }];
  const ends = [...match.splits, match.end];
  return made.map((one, index) => ({
    start: ends[index - 1] ?? start,
    end: ends[index]!,
    weight,
    out: kindOf(one as Found),
    made: one,
  }));
}

/** A value that has a class of its own stands under its name, for the rules that come after. */
const kindOf = ({ value }: Found): Class => value.kind as Class;

/** The first way in which the pattern fits and its rule makes something of it. */
function matchFrom(
  chart: Chart,
  items: Step[],
  index: number,
  so: Match,
  make: (match: Match) => Node[] | null,
): Node[] | null {
  chart.steps++;
  const step = items[index];
  if (!step) return make(so);
  const go = (match: Match): Node[] | null => matchFrom(chart, items, index + 1, match, make);
  if (step.kind === 'split') return go({ ...so, splits: [...so.splits, so.end] });
  if (step.look === '~') return isBehind(chart, step, so.end) ? go(so) : null;
  if (step.look) {
    const isThere = options(chart, step, so.end).length > 0;
    return isThere === (step.look === '=') ? go(so) : null;
  }
  const isHandedOver = step.kind !== 'words' || step.isKept;
  for (const { end, arg } of options(chart, step, so.end)) {
    const made = go({ ...so, end, args: isHandedOver ? [...so.args, arg] : so.args });
    if (made) return made;
  }
  if (!step.isOptional) return null;
  return go(isHandedOver ? { ...so, args: [...so.args, undefined] } : so);
}

const isBehind = ({ words, ends }: Chart, step: Step, end: number): boolean =>
  step.className ? (ends[end]?.has(step.className) ?? false) : step.words.has(words[end - 1] ?? '');

/** What the step may be at this token, the longest first. */
function options({ words, at }: Chart, step: Step, start: number): { end: number; arg: unknown }[] {
  const word = words[start];
  if (word === undefined) return [];
  if (step.kind === 'words') return step.words.has(word) ? [{ end: start + 1, arg: word }] : [];
  const nodes = (from: number): Node[] => (at[from] ?? []).filter(({ out }) => out === step.className);
  if (step.kind === 'class') return nodes(start).map(({ end, made }) => ({ end, arg: made }));
  const made: unknown[] = [];
  let end = start;
  for (let next = start; made.length < LIST_MOST;) {
    const [node] = nodes(next);
    if (!node) break;
    made.push(node.made);
    end = next = node.end;
    for (let signs = 0; signs < 2 && BETWEEN.has(words[next] ?? ''); signs++) next++;
  }
  return made.length > 0 ? [{ end, arg: made }] : [];
}
