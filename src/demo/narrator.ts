// How the story is told: who says or sees what, one line each.
import { styleText } from 'node:util';

type Voice = 'Ana' | 'Flux' | 'Push' | 'WhatsApp' | 'Call' | 'Operator' | '';

const COLOURS = {
  Ana: 'cyan',
  Flux: 'green',
  Push: 'yellow',
  WhatsApp: 'greenBright',
  Call: 'magenta',
  Operator: 'gray',
  '': 'reset',
} as const;

export interface Narrator {
  chapter: (title: string) => void;
  /** Several lines hang under the first. */
  tell: (voice: Voice, text: string) => void;
}

export function createNarrator(out: NodeJS.WriteStream = process.stdout): Narrator {
  const startedAt = performance.now();
  return {
    chapter: (title) => void out.write(`\n${styleText('bold', title)}\n`),
    tell: (voice, text) => {
      const at = `${((performance.now() - startedAt) / 1000).toFixed(1)}s`.padStart(6);
      const [first = '', ...more] = text.split('\n');
      out.write(`${styleText('dim', at)}  ${styleText(COLOURS[voice], voice.padEnd(9))} ${first}\n`);
      for (const line of more) out.write(`${' '.repeat(18)}${line}\n`);
    },
  };
}
