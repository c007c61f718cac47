// How much of a conversation a turn looks back at: bounded by messages and by tokens, the newest first.
import { estimateTokens, shortenToTokens } from '../llm/token-estimate.ts';

/** Never more than this, the summary included. */
export const MOST = { messages: 24, tokens: 6000 };
/** From here on the older half is condensed: before anything falls out of the window, if that succeeds in time. */
const FULL = { messages: 20, tokens: 4000 };
/** What stays word for word then. */
const HALF = { messages: FULL.messages / 2, tokens: FULL.tokens / 2 };
/** Of one message: a plan with all its conflicts is longer, and what it begins with says most. */
const OF_ONE = 1200;

interface Said {
  text: string;
}

/** `said`: what is looked back at, oldest first. `isFull`: time to condense. */
export function windowOf<Summary extends Said, Message extends Said>(
  summary: Summary | null,
  newestFirst: readonly Message[],
): { said: (Summary | Message)[]; isFull: boolean } {
  const messages = newestFirst.map(shortened);
  const taken = summary === null ? { messages: 0, tokens: 0 } : { messages: 1, tokens: tokensOf(summary) };
  const kept = newestWithin(messages, {
    messages: MOST.messages - taken.messages,
    tokens: MOST.tokens - taken.tokens,
  });
  return {
    said: [...(summary ? [summary] : []), ...kept.toReversed()],
    isFull: messages.length >= FULL.messages || sumOf(messages) >= FULL.tokens,
  };
}

/** Of messages, oldest first, those that are to be condensed: all but the newest, as far as one question may hold. */
export function olderHalf<Message extends Said>(oldestFirst: readonly Message[]): Message[] {
  const messages = oldestFirst.map(shortened);
  if (messages.length < FULL.messages && sumOf(messages) < FULL.tokens) return [];
  const older = messages.slice(0, messages.length - newestWithin(messages.toReversed(), HALF).length);
  return older.slice(0, Math.max(1, newestWithin(older, AT_ONCE).length));
}

/** What the summariser is asked about at once: what was said before there were summaries may be long. */
const AT_ONCE = { messages: 100, tokens: 12_000 };

/** The first ones that fit. */
function newestWithin<Message extends Said>(messages: readonly Message[], most: typeof MOST): Message[] {
  let tokens = 0;
  const tooMuch = messages.findIndex((message) => (tokens += tokensOf(message)) > most.tokens);
  return messages.slice(0, Math.min(most.messages, tooMuch < 0 ? messages.length : tooMuch));
}

const shortened = <Message extends Said>(message: Message): Message => ({
  ...message,
  text: shortenToTokens(message.text, OF_ONE),
});

const tokensOf = ({ text }: Said): number => estimateTokens(text);

const sumOf = (messages: readonly Said[]): number =>
  messages.reduce((sum, message) => sum + tokensOf(message), 0);
