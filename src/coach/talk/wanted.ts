// What is to be done, of the pieces of a request: one thing or several, each with its times.
import { capital } from '../capital.ts';
import type { Fact } from '../../english/facts.ts';
import { isErrand, isVerbOfErrand } from './chore.ts';
import { isElliptic, verbOf } from './elliptic.ts';
import type { Heard } from './heard.ts';
import type { Place } from './phrases.ts';
import { piecesOf, type Piece } from './pieces.ts';
import { isMixed, isStray } from './doubt.ts';
import { isDay, isTimed, lacks } from './lacks.ts';
import { oddIn } from './odd.ts';
import { textOf, trimmed } from './title.ts';
import { ofHours } from './told-hours.ts';
import { isOfTime } from './when.ts';

export interface Wanted {
  title: string;
  /** Plain words of the title. */
  words: string[];
  facts: Fact[];
  /** It was named before the words that ask to be reminded of it. */
  isNamedFirst: boolean;
  /** Words of time in the title that nobody has read. */
  odd: string | null;
  /** Nothing but such a moment is named. */
  isAnchor: boolean;
  /** "When I get home": in words, a moment that no clock names. */
  anchor: string | null;
  /** What was told or put under a condition, as it was said. */
  left: string[];
  /** It is hardly what was meant: its title is none, or a time of what was left out is nowhere. */
  isDoubtful: boolean;
}

interface Group {
  heads: Piece[];
  notes: Piece[];
  facts: Fact[];
  left: Piece[];
  anchor: Piece | null;
}

/** In their order; empty where nothing is named that could be done. */
export function wantedIn(heard: Heard, frames: readonly Place[]): Wanted[] {
  const pieces = piecesOf(heard, frames);
  const isBehind = pieces.some(({ isAsked, sort }) => isAsked && sort === 'plain');
  const shared: Fact[] = [];
  const groups: Group[] = [];
  const story: Piece[] = [];
  for (const piece of withHead(pieces, isBehind)) {
    const group = groups.at(-1);
    if (isBehind && !piece.isAsked) {
      story.push(piece);
      continue;
    }
    if (piece.sort === 'plain' && (!group || isNext(group, piece, heard))) groups.push(groupOf(piece));
    else if (group) addTo(group, piece, heard);
    else if (piece.sort === 'time' || piece.sort === 'anchor') shared.push(...piece.facts);
    else story.push(piece);
  }
  const all = groups.flatMap(({ facts }) => facts);
  const told = story.flatMap(({ facts }) => facts).filter((fact) => isOfTime(fact) && lacks(all, fact));
  fillUp(groups, [...shared, ...told], heard, pieces);
  const verb = verbOf(groups[0]?.heads[0], heard);
  return groups.map((group, index) =>
    wantedOf(heard, group, {
      story: isBehind || index > 0 ? [] : story,
      verb: index > 0 && isElliptic(group.heads[0]!, heard) ? verb : '',
    }),
  );
}

/** Where nothing is plainly to be done, what is told or noted last is taken for it. */
function withHead(pieces: readonly Piece[], isBehind: boolean): Piece[] {
  if (isBehind || pieces.some(({ sort }) => sort === 'plain')) return [...pieces];
  const head =
    pieces.find(({ sort }) => sort === 'told') ??
    pieces.find(({ sort }) => sort === 'note') ??
    pieces.find(({ sort }) => sort === 'anchor');
  return pieces.map((piece) =>
    piece === head ? { ...piece, sort: 'plain' as const, isAnchor: piece.sort === 'anchor' } : piece,
  );
}

const groupOf = (piece: Piece): Group => ({
  heads: [piece],
  notes: [],
  facts: [...piece.facts],
  left: [],
  anchor: null,
});

/** Another thing with a time of its own. */
function isNext(group: Group, piece: Piece, { all }: Heard): boolean {
  const words = piece.words.map((index) => all[index]!);
  const isOther = /^[,.;]$/.test(piece.joint) && isVerbOfErrand(words);
  if (!isTimed(piece.facts)) return false;
  return isOther || (isTimed(group.facts) && (piece.joint !== ':' || isErrand(words, true)));
}

function addTo(group: Group, piece: Piece, { all }: Heard): void {
  const isOfBefore = piece.words.some((index) => /^(?:it|that|them)$/.test(all[index]!));
  if (piece.sort === 'plain') {
    const length = group.heads.reduce((sum, { words }) => sum + words.length, 0) + piece.words.length;
    if (length <= 10 && !(piece.joint === 'frame' && group.heads.length > 0 && isOfBefore))
      group.heads.push(piece);
    else group.left.push(piece);
  }
  if (piece.sort === 'note') group.notes.push(piece);
  if (piece.sort === 'told' || piece.sort === 'if') group.left.push(piece);
  if (piece.sort === 'anchor') group.anchor ??= piece;
  const isSaidOf = piece.sort === 'told' || piece.sort === 'aside';
  const hours = piece.sort === 'told' ? piece.facts.map((fact) => ofHours(fact, piece, all)) : piece.facts;
  group.facts.push(...hours.filter((fact) => !isSaidOf || lacks(group.facts, fact)));
}

/** "Tomorrow: the bank at 9 and the vet at 10", "call Ann at 9 and Bob at 10 tomorrow", "both at 10". */
function fillUp(groups: Group[], shared: readonly Fact[], heard: Heard, pieces: readonly Piece[]): void {
  const both = pieces
    .filter(({ sort, all }) => sort === 'time' && /^(?:both|all|each)$/.test(heard.all[all[0]!]!))
    .flatMap(({ facts }) => facts);
  for (const [index, group] of groups.entries()) {
    const before = groups[index - 1];
    const next = groups[index + 1];
    const from = [
      ...shared,
      ...both,
      ...(before?.facts.filter(isDay) ?? []),
      ...(next && isElliptic(next.heads[0]!, heard) ? next.facts.filter(isDay) : []),
    ];
    const own = [...group.facts];
    for (const fact of from)
      if (groups.length === 1 || lacks(own, fact) || !isTimed([fact])) group.facts.push(fact);
    group.facts = [...new Set(group.facts)].toSorted((a, b) => a.from - b.from);
  }
}

const jointOf = (joint: string): string =>
  joint === 'frame' ? ' ' : /^(?:\w+|&|\+)$/.test(joint) ? ` ${joint} ` : ', ';

function wantedOf(
  heard: Heard,
  group: Group,
  { story, verb }: { story: readonly Piece[]; verb: string },
): Wanted {
  const { all, text, tokens } = heard;
  const odd = oddIn(
    heard,
    group.heads.flatMap((head) => head.words),
  );
  const heads = group.heads
    .map((head) => ({
      ...head,
      words: trimmed(
        heard,
        head.words.filter((index) => !odd?.indices.has(index)),
      ),
    }))
    .filter((head) => head.words.length > 0 || group.heads.length === 1);
  const [main] = heads;
  // "The bins" are called bins; "the vet is coming" stays a sentence.
  if (
    main &&
    !verb &&
    /^(?:the|a|an)$/.test(all[main.words[0]!] ?? '') &&
    !main.words.some((index) => /^(?:is|are|'s)$/.test(all[index]!))
  )
    main.words = main.words.slice(1);
  const words = heads.flatMap((head) => head.words).map((index) => all[index]!);
  const said = heads.map((head, index) =>
    index === 0 ? textOf(heard, head.words) : `${jointOf(head.joint)}${textOf(heard, head.words)}`,
  );
  const notes = group.notes.map((note) => textOf(heard, note.words));
  const title = capital(`${verb}${said.join('')}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`);
  const named = title === 'Wake' ? 'Wake up' : title;
  const quoted = (piece: Piece): string =>
    text.slice(tokens[piece.all[0]!]!.from, tokens[piece.all.at(-1)!]!.to);
  const left = [...story.filter(({ sort }) => sort === 'told' || sort === 'if'), ...group.left];
  const isUsed = (fact: Fact): boolean => group.facts.some(({ from }) => from === fact.from);
  return {
    title: named,
    words,
    facts: group.facts,
    isNamedFirst: !group.heads.some(({ isAsked }) => isAsked),
    isAnchor: group.heads.every(({ isAnchor }) => isAnchor),
    odd: odd?.text ?? null,
    anchor: group.anchor && quoted(group.anchor),
    left: left.map(quoted),
    isDoubtful:
      isMixed(group.facts, text) ||
      isStray(words) ||
      left.some(({ facts }) => facts.some((fact) => isOfTime(fact) && !isUsed(fact))),
  };
}
