// What became of one case.
import { shorten } from '../../src/kernel/shorten.ts';

/** 'asked': it asked back, though the words say enough. 'misread': it answered something that is not right. */
export const GRADES = ['right', 'asked', 'misread', 'failed'] as const;
export type Grade = (typeof GRADES)[number];

export interface Verdict {
  grade: Grade;
  /** The answer in a line. */
  got: string;
  /** How it departs from the right reading that it comes nearest to; empty where it is right. */
  faults: string[];
}

/** Of what departs from each of the right readings; `isQuestion`: it asked, and none of them is to ask. */
export function verdictOf(got: string, departures: readonly string[][], isQuestion = false): Verdict {
  const faults = departures.toSorted((a, b) => a.length - b.length)[0] ?? [];
  const line = shorten(got.replaceAll(/\s+/g, ' '), 160);
  if (faults.length === 0) return { grade: 'right', got: line, faults };
  return { grade: isQuestion ? 'asked' : 'misread', got: line, faults };
}

type Shown = string | number | boolean | null | readonly string[];

/** "what is that, not this", or nothing where they are the same. */
export const differs = (what: string, got: Shown, right: Shown): string[] =>
  JSON.stringify(got) === JSON.stringify(right) ? [] : [`${what} ${shown(got)}, not ${shown(right)}`];

/** Nothing where no range was asked for. */
export function outside(what: string, got: number, range: readonly [number, number] | undefined): string[] {
  if (!range || (got >= range[0] && got <= range[1])) return [];
  return [`${what} ${got}, not ${range[0] === range[1] ? range[0] : `${range[0]} to ${range[1]}`}`];
}

/** For texts of which each has to stand in `text`, whatever its case. */
export const lacking = (what: string, text: string, wanted: readonly string[] | undefined): string[] =>
  (wanted ?? []).filter((one) => !holds(text, one)).map((one) => `${what} without “${one}”`);

export const holds = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase());

/** For texts of which one has to stand in `text`. */
export const lackingAll = (what: string, text: string, wanted: readonly string[] | undefined): string[] =>
  !wanted || wanted.some((one) => holds(text, one))
    ? []
    : [`${what} without any of “${wanted.join('”, “')}”`];

const shown = (value: Shown): string =>
  typeof value === 'object' ? (value ?? []).join(' ') || 'none' : String(value);
