// What a person means by the few words, the button or the key with which they answer a reminder.
import type { Channel } from '../account/change-channels.ts';
import { SAYINGS, type ReplyIntent, type Saying } from './reply-words.ts';
import { readStartWish } from './start-wish.ts';
import { mayBeStopWish, readStopWish } from './stop-wish.ts';
import { isRequest } from './wish-words.ts';

export type { ReplyIntent };

export interface ReplyHints {
  /** WhatsApp's ButtonPayload: "done", or "done:<token>" where the token names the reminder. */
  buttonPayload?: string | null;
  /** Set by Twilio's Advanced Opt-Out. */
  optOutType?: string | null;
}

export interface Reply {
  intent: ReplyIntent;
  /** What followed the colon in the button's payload. */
  token: string | null;
  /** What a stop or start is about, where it is not WhatsApp. */
  channels?: readonly Channel[];
}

/** Stands under a reminder that has no buttons. */
export const REPLY_INVITATION = 'Reply 1 done, 2 reschedule, 3 missed';

/**
 * Reads an answer: case, accents, punctuation, emoji, stretched letters and a "please" or "thanks" do not matter, every
 * other word does, so "stop by the shop" is no opt-out. A stop counts before all else, a button before its text, which
 * may be in any language. "No" is unknown: it may mean "not yet", and asking back is cheaper than a miss that was none;
 * a question ("done?", "stop messages?") is unknown, too, unless it is a request or a bare "stop?".
 */
export function parseReply(text: string, { buttonPayload, optOutType }: ReplyHints = {}): Reply {
  const said = read(text);
  const optOut = OPT_OUT_TYPES.get(optOutType?.trim().toUpperCase() ?? '');
  if (said?.intent === 'stop') return replyOf(said);
  if (optOut !== undefined) return replyOf({ intent: optOut });

  const [pressed = '', ...token] = (buttonPayload?.trim() ?? '').split(':');
  const button = PHRASES.get(simplify(pressed));
  if (button) return replyOf(button, token.join(':') || null);
  if (said === undefined || (isQuestion(text) && ANSWERS.has(said.intent))) return replyOf(undefined);
  return replyOf(said);
}

/** Whether a text that is not understood may be a wish to be left alone. */
export function mayWishToStop(text: string): boolean {
  const plain = simplify(text);
  return PHRASES.get(plain)?.intent === 'stop' || mayBeStopWish(plain);
}

/**
 * An answer that names what it is about: "done AB12CD", "swimming done", "skip the second one". `about`: simplified
 * words, for whoever knows what is open. Null where there is none, and for questions.
 */
export function readNamedReply(text: string): { intent: Answer; about: string } | null {
  const words = simplify(text).split(' ');
  if (isQuestion(text) || NO.test(text) || words.length > LONGEST_NAMED) return null;
  for (let length = words.length - 1; length > 0; length--) {
    const before = answerOf(words.slice(0, length));
    if (before) return { intent: before, about: words.slice(length).join(' ') };
    const after = answerOf(words.slice(-length));
    if (after) return { intent: after, about: words.slice(0, -length).join(' ') };
  }
  return null;
}

/** Keycaps and full-width letters become plain ones ("1️⃣"), letters lose their accents, all else but words goes. */
export function simplify(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’`´]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\b(please|pls|plz|thanks|thank you|thx|ty)\b/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

type Answer = 'done' | 'reschedule' | 'missed';
type Said = Pick<Saying, 'intent' | 'channels'>;

const LONGEST_NAMED = 15;
const ANSWERS: ReadonlySet<ReplyIntent> = new Set(['done', 'reschedule', 'missed']);
const OPT_OUT_TYPES: ReadonlyMap<string, Saying['intent']> = new Map([
  ['STOP', 'stop'],
  ['START', 'start'],
  ['HELP', 'help'],
]);

const PHRASES: ReadonlyMap<string, Said> = new Map(
  SAYINGS.flatMap(({ intent, channels, words }) =>
    words.split(',').map((phrase) => [simplify(phrase), { intent, ...(channels && { channels }) }] as const),
  ),
);
const SQUEEZED: ReadonlyMap<string, Said> = new Map(
  [...PHRASES].map(([phrase, said]) => [squeeze(phrase), said]),
);

function read(text: string): Said | undefined {
  const plain = simplify(text);
  const said = PHRASES.get(plain) ?? (STRETCHED.test(plain) ? SQUEEZED.get(squeeze(plain)) : undefined);
  // "Done ❌" says two things.
  if (said && NO.test(text) && ANSWERS.has(said.intent)) return undefined;
  if (plain === '') return readSigns(text.trim());
  const meant = said ?? readWish(plain);
  return meant && isOnlyAsked(text, plain, meant) ? undefined : meant;
}

function readWish(plain: string): Said | undefined {
  const stopped = readStopWish(plain);
  if (stopped) return { intent: 'stop', channels: stopped };
  const started = readStartWish(plain);
  return started ? { intent: 'start', channels: started } : undefined;
}

/** "Stop messages?" may ask whether they have stopped. */
const isOnlyAsked = (text: string, plain: string, { intent }: Said): boolean =>
  (intent === 'stop' || intent === 'start') &&
  isQuestion(text) &&
  !(intent === 'stop' && BARE.test(plain)) &&
  !isRequest(plain);

const BARE = /^(?:\S+|opt (?:in|out))$/;

/** "stoppp", "doneee": three of a letter, or two at the end of a word. */
const STRETCHED = /(\p{L})\1(?:\1|$| )/u;

function squeeze(phrase: string): string {
  return phrase.replace(/(\p{L})\1+/gu, '$1');
}

/** Signs without a word. Skin tones and the like are left out, and one sign may be repeated. */
function readSigns(text: string): Said | undefined {
  const signs = text.replace(/[\p{M}\p{Cf}\p{Emoji_Modifier}\s!.]/gu, '');
  if (/^[✅✔☑👍👌]+$/u.test(signs)) return { intent: 'done' };
  if (/^🛑+$/u.test(signs)) return { intent: 'stop', channels: ['whatsapp'] };
  return /^[?？]+$/u.test(signs) ? { intent: 'help' } : undefined;
}

const NO = /[👎❌✖✗✘🚫⛔]/u;

/** In whatever script: Latin, full-width, inverted, Greek, Arabic, Armenian, Ethiopic, and as an emoji. */
const isQuestion = (text: string): boolean => /[?？¿\u{37E}؟՞፧⸮‽⁇⁈⁉❓❔﹖]/u.test(text);

function answerOf(words: readonly string[]): Answer | undefined {
  const intent = PHRASES.get(words.join(' '))?.intent;
  return intent === 'done' || intent === 'reschedule' || intent === 'missed' ? intent : undefined;
}

function replyOf(said: Said | undefined, token: string | null = null): Reply {
  if (said === undefined) return { intent: 'unknown', token: null };
  const { intent, channels } = said;
  const isOfWhatsApp = channels === undefined || channels.join() === 'whatsapp';
  return { intent, token: ANSWERS.has(intent) ? token : null, ...(!isOfWhatsApp && { channels }) };
}
