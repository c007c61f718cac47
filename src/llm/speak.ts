// What a person hears of an answer while it is being given. Words of an attempt that came to nothing are taken back.
import { storable } from '../kernel/text.ts';
import type { Thinking } from './ask.ts';

export interface Speaking {
  /** For the model, while it speaks; undefined where nobody listens, so that nothing is streamed. */
  onWords: ((words: string) => void) | undefined;
  /** With the words of the answer that counts: whatever was heard of it by then, exactly these have been. */
  finish(words: unknown): void;
  /** The attempt came to nothing. */
  fail(): void;
}

/** `show`: what is read of what the model says, piece by piece, and what is left of it at the end. */
export function speak(
  { onWords: hear, onTakenBack }: Pick<Thinking, 'onWords' | 'onTakenBack'>,
  show: { push(piece: string): string; end(): string },
): Speaking {
  if (!hear) return SILENT;
  let heard = '';
  const say = (said: string) => {
    const words = storable(said);
    if (words === '') return;
    heard += words;
    hear(words);
  };
  const takeBack = () => {
    if (heard !== '') onTakenBack?.();
    heard = '';
  };
  return {
    onWords: (piece) => say(show.push(piece)),
    finish(words) {
      say(show.end());
      const meant = typeof words === 'string' ? storable(words) : '';
      if (meant === heard) return;
      takeBack();
      say(meant);
    },
    fail: takeBack,
  };
}

const SILENT: Speaking = { onWords: undefined, finish: () => undefined, fail: () => undefined };
