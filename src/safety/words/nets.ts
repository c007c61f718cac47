// The net below the phrases: parts of a sign in any order, with anything between them. A line of it:
//   9: take|took + my ~1 life / lives - time|easy
// All parts within nine words; "/" stands between two ways to say a part; nothing behind "-" may stand there too.
import type { Sets } from './alternatives.ts';
import { compile, type Patterns, type Said } from './compile.ts';

interface Net {
  most: number;
  parts: Patterns[];
  without: Patterns | null;
}

/** For texts of `fold`. What is said is all from the first part to the last. */
export function compileNets(lines: readonly string[], sets: Sets): Pick<Patterns, 'all'> {
  const nets = lines.map((line) => readNet(line, sets));
  return { all: (text) => nets.flatMap((net) => caught(net, text)) };
}

function readNet(line: string, sets: Sets): Net {
  const read = /^(\d+): (.+?)(?: - (.+))?$/.exec(line);
  if (!read) throw new Error(`no net: ${line}`);
  const [, most, parts = '', without] = read;
  const ways = (part: string) => compile(part.split(' / '), sets);
  return { most: Number(most), parts: parts.split(' + ').map(ways), without: without ? ways(without) : null };
}

function caught({ most, parts, without }: Net, text: string): Said[] {
  const said: Said[][] = [];
  for (const part of parts) {
    const all = part.all(text);
    if (all.length === 0) return [];
    said.push(all);
  }
  const [anchors, ...others] = said;
  const found: Said[] = [];
  for (const anchor of anchors!) {
    let [from, to] = [anchor.index, endOf(anchor)];
    const isWhole = others.every((all) => {
      const near = all.filter((one) => isApart(one, from, to));
      const nearest = near.toSorted((a, b) => gap(a, from, to) - gap(b, from, to))[0];
      if (!nearest) return false;
      [from, to] = [Math.min(from, nearest.index), Math.max(to, endOf(nearest))];
      return true;
    });
    const whole = text.slice(from, to);
    if (isWhole && whole.trim().split(' ').length <= most && !without?.in(widened(text, from, to)))
      found.push({ index: from, said: whole });
  }
  return found;
}

/** What takes a sign back stands at most so many words beside it. */
const BESIDE = 3;

function widened(text: string, from: number, to: number): string {
  const before = text.slice(0, from).trim().split(' ').slice(-BESIDE).join(' ');
  const after = text.slice(to).trim().split(' ').slice(0, BESIDE).join(' ');
  return ` ${before} ${text.slice(from, to).trim()} ${after} `;
}

const endOf = ({ index, said }: Said): number => index + said.length;

/** A word is no two parts; it may stand between two others. */
const isApart = (one: Said, from: number, to: number): boolean =>
  endOf(one) <= from || one.index >= to || (one.index > from && endOf(one) < to);

const gap = (one: Said, from: number, to: number): number => Math.max(0, from - endOf(one), one.index - to);
