// An answer as it is put together, at once or piece by piece: words, what came out beside them, how it ended, who gave
// it and what was counted.
import type { Agent } from '../agent.ts';
import { hearWords } from '../hear-words.ts';
import { ModelFailure } from '../model-failure.ts';
import type { Answered, CallOptions, Usage } from '../model.ts';
import { readJson } from '../read-answer.ts';
import { endingOf } from './endings.ts';
import { failureOfAnswer, isErrorAnswer, readError, type Vendor } from './failures.ts';
import { textOf, wordOf } from './fields.ts';

/** Takes whatever the far side wrote: what is not of the kind that is meant is left out. */
export interface Gathering {
  words(text: unknown): void;
  /** What came out and is no answer: thoughts, and calls of tools that nobody offered. */
  beside(bytes: number): void;
  /** A word for how it ended. */
  mark(word: unknown): void;
  /** It says in words that it does not answer. */
  refuse(): void;
  /** An error that stands where an answer should. */
  fail(error: unknown): void;
  from(model: unknown): void;
  /** Counted so far. */
  count(usage: Usage | null): void;
  /** Whether a mark of the end has come. */
  hasEnded(): boolean;
  /** Throws ModelFailure where it failed; of a stream, also where no mark says that it has ended. */
  end(isStreamed: boolean): Answered;
}

export interface Source {
  vendor: Vendor;
  /** As its name was asked for. */
  asked: string;
  requestId: string | null;
  agent: Agent;
  options: Pick<CallOptions, 'onWords' | 'onReceived' | 'onUsage'>;
  /** Told with all words, and with whatever else comes once they have begun. */
  onSaid?: () => void;
}

/** Far beyond the most tokens that any answer may have. What comes behind is counted, and neither kept nor read. */
const MOST_CHARACTERS = 500_000;

export function gather({ vendor, asked, requestId, agent, options, onSaid }: Source): Gathering {
  const { onWords, onReceived, onUsage } = options;
  const hear = hearWords(agent.spoken ?? '', onWords ?? (() => undefined));
  const marks: string[] = [];
  let [text, bytesBeside, isRefused, isEndless] = ['', 0, false, false];
  let model: string | null = null;
  let usage: Usage | null = null;
  let failed: unknown = null;
  const received = (bytes: number, hasBegun = text !== '') => {
    if (hasBegun && bytes > 0) onSaid?.();
    if (bytes > 0) onReceived?.(bytes);
  };
  const failure = (error: unknown) => failureOfAnswer(vendor, { ...readError(error), requestId, usage });
  return {
    words(piece) {
      const more = textOf(piece);
      if (more === '') return;
      const bytes = Buffer.byteLength(more);
      received(bytes, true);
      isEndless ||= text.length + more.length > MOST_CHARACTERS;
      if (isEndless) bytesBeside += bytes;
      else {
        text += more;
        hear(more);
      }
    },
    beside(bytes) {
      bytesBeside += bytes;
      received(bytes);
    },
    mark(word) {
      const said = wordOf(word);
      if (said !== null) marks.push(said);
    },
    refuse: () => void (isRefused = true),
    fail: (error) => void (failed ??= error || null),
    from: (name) => void (model = wordOf(name) ?? model),
    count(counted) {
      usage = counted ? later(usage, counted) : usage;
      if (counted && usage) onUsage?.(usage);
    },
    hasEnded: () => marks.length > 0,
    end(isStreamed) {
      const ended = endingOf(marks);
      if (failed !== null || ended === 'broken') throw failure(failed);
      // A stream that is cut or aborted ends for the SDK as if it were whole.
      if (isStreamed && ended === null)
        throw new ModelFailure('provider', { detail: `the stream of ${vendor} broke off`, requestId });
      return {
        output: isEndless ? undefined : readJson(text),
        text,
        ending: isRefused ? 'refused' : isEndless ? 'cut' : (ended ?? 'whole'),
        usage,
        requestId,
        servedBy: model ?? asked,
        ...(bytesBeside > 0 && { outputBytes: Buffer.byteLength(text) + bytesBeside }),
      };
    },
  };
}

/** A count of nothing takes no earlier one away: some say all zeros until the end, or once more behind it. */
function later(known: Usage | null, counted: Usage): Usage {
  if (known === null) return counted;
  const { inputTokens, outputTokens, reportedMicros } = counted;
  return {
    ...(inputTokens === 0 ? known : counted),
    outputTokens: outputTokens || known.outputTokens,
    reportedMicros: reportedMicros ?? known.reportedMicros,
  };
}

/** Takes in each event of a stream. What breaks off behind the mark of the end has come whole. */
export async function takeAll(
  gathering: Gathering,
  events: AsyncIterable<unknown>,
  take: (event: unknown) => void,
): Promise<void> {
  try {
    for await (const event of events) take(event);
  } catch (error) {
    if (!gathering.hasEnded() || isErrorAnswer(error)) throw error;
  }
}
