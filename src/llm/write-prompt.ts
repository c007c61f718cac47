// What a vendor's model is sent, whichever vendor it is: the agent's prompt, the question as fenced data, and what was
// wrong with earlier answers.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Agent } from './agent.ts';
import { fence } from './fence.ts';
import type { Correction, Question } from './model.ts';
import { estimateTokens } from './token-estimate.ts';

export interface Prompted {
  /** The Markdown file of the agent, as it stands there. */
  system: string;
  /** Alternating, the person's side first and last. */
  turns: { role: 'user' | 'assistant'; text: string }[];
}

export function writePrompt({ agent, input, corrections }: Question): Prompted {
  const turns: Prompted['turns'] = [{ role: 'user', text: fence(input) }];
  for (const correction of corrections)
    turns.push({ role: 'assistant', text: shown(correction) }, { role: 'user', text: complain(correction) });
  return { system: promptOf(agent), turns };
}

/** Estimated tokens of all that is sent, the shape of the answer included. */
export function tokensOf(question: Question): number {
  const { system, turns } = writePrompt(question);
  return estimateTokens([system, shapeOf(question.agent), ...turns.map(({ text }) => text)].join('\n'));
}

/** A file of the product: it does not change while we run. */
const prompts = new Map<string, string>();

function promptOf({ prompt: { file } }: Agent): string {
  const known = prompts.get(file.href) ?? readFileSync(file, 'utf8');
  prompts.set(file.href, known);
  return known;
}

const shapes = new WeakMap<Agent, string>();

function shapeOf(agent: Agent): string {
  const known = shapes.get(agent) ?? JSON.stringify(z.toJSONSchema(agent.output));
  shapes.set(agent, known);
  return known;
}

/** Enough to see what was meant; some answers never end. */
const SHOWN_CHARACTERS = 8000;

/** A vendor takes no turn without words. */
const shown = ({ answer }: Correction): string =>
  answer.trim() === '' ? '(no answer)' : answer.slice(0, SHOWN_CHARACTERS).toWellFormed();

const complain = ({ faults }: Correction): string =>
  `That answer cannot be used:\n${faults}\nAnswer the same question again, with one JSON object of the shape that was asked for and nothing else.`;
