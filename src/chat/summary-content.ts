// What a summary is made of. A model proposes; what was decided and what has to be kept to are words that were really
// said, and once kept they stay, whatever the next model makes of them.
import { z } from 'zod';
import { localDate } from '../kernel/week.ts';
import type { OutputOf } from '../llm/agent.ts';
import { shortenToTokens } from '../llm/token-estimate.ts';
import { findAgreed } from './find-agreed.ts';
import { readSayings, sayingOf } from './saying.ts';
import type { summariser } from './summariser.agent.ts';

const words = z.object({ text: z.string(), said_on: localDate });

export const summaryContent = z.object({
  decisions: z.array(words),
  constraints: z.array(words),
  open_questions: z.array(z.string()),
  summary: z.string(),
});

export type SummaryContent = z.infer<typeof summaryContent>;
type Words = SummaryContent['decisions'][number];

export interface SaidThen {
  role: 'user' | 'assistant';
  text: string;
  /** "2026-11-28", in the zone of the person. */
  said_on: string;
}

/** Of each: the newest, where there are more. Together they leave room in the window for what is said now. */
const MOST = { words: 16, questions: 5 };
const TOKENS = { words: 60, question: 60, summary: 350 };

/**
 * Changes nothing. Nothing of `earlier` is lost but to the bounds; nothing gets in that nobody said; what the model
 * forgets and plain words give away is found by code.
 */
export async function mergeContent(
  earlier: SummaryContent | null,
  answer: OutputOf<typeof summariser>,
  messages: readonly SaidThen[],
): Promise<SummaryContent> {
  const found = findAgreed(messages);
  const sayings = await readSayings(messages);
  const merge = async (kind: 'decisions' | 'constraints') =>
    merged(earlier?.[kind] ?? [], await sayingOf(answer[kind], sayings), found[kind]);
  return {
    decisions: await merge('decisions'),
    constraints: await merge('constraints'),
    open_questions: distinct(
      answer.open_questions.map((text) => shortenToTokens(oneLine(text), TOKENS.question)),
    )
      .filter((text) => text !== '')
      .slice(0, MOST.questions),
    summary: shortenToTokens(oneLine(answer.summary), TOKENS.summary),
  };
}

/** What was kept and what the model chose, then what code found. Of what is said again, the last time counts. */
function merged(earlier: readonly Words[], chosen: readonly Words[], found: readonly Words[]): Words[] {
  const sure = [...earlier, ...chosen.map(shortened)];
  const keys = new Set(sure.map(keyOf));
  const [again, further] = [true, false].map((isSure) =>
    found.map(shortened).filter((one) => keys.has(keyOf(one)) === isSure),
  ) as [Words[], Words[]];
  const kept = latest([...sure, ...again]).slice(-MOST.words);
  const room = MOST.words - kept.length;
  return byDay([...kept, ...(room > 0 ? latest(further).slice(-room) : [])]);
}

/** In the order in which they were last said: what is said again gives way to nothing older. */
function latest(list: readonly Words[]): Words[] {
  const last = new Map<string, Words>();
  for (const one of byDay(list)) {
    last.delete(keyOf(one));
    last.set(keyOf(one), one);
  }
  return [...last.values()];
}

const byDay = (list: readonly Words[]): Words[] =>
  list.toSorted((a, b) => (a.said_on < b.said_on ? -1 : a.said_on > b.said_on ? 1 : 0));

const keyOf = ({ text }: Words): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const shortened = ({ text, said_on }: Words): Words => ({
  text: shortenToTokens(oneLine(text), TOKENS.words),
  said_on,
});

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

/** As the message that stands for what was said. */
export function textOfContent({ decisions, constraints, open_questions, summary }: SummaryContent): string {
  return [
    ...part('Decided, word for word:', dated(decisions)),
    ...part('To be kept to, word for word:', dated(constraints)),
    ...part(
      'Still open:',
      open_questions.map((text) => `- ${text}`),
    ),
    ...part('In short:', summary === '' ? [] : [summary]),
  ].join('\n');
}

const dated = (list: readonly Words[]): string[] => list.map(({ text, said_on }) => `- ${said_on}: ${text}`);

const part = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines];
