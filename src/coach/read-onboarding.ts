// The builtin onboarding agent: which of the first questions a message answers. English only.
import type { AgentInput, AgentOutput } from '../agents.ts';
import { NOTHING_SAID } from '../onboarding/onboarding.agent.ts';
import { daysIn, hours, leftOver, lengthsIn, rangeIn } from './answered-hours.ts';
import { readCommitment } from './read-commitment.ts';
import { zoneOf } from './zones.ts';

type Input = AgentInput<'onboarding'>;
type Output = AgentOutput<'onboarding'>;
type Topic = NonNullable<Input['asked']>;

/** Pure. Each part of the message is about what its words say, or else about what the part before it was about. */
export function readOnboarding(input: Input): Output {
  const text = input.message.trim();
  const said = { now: input.now_local, zone: input.zone };
  const plain = text.toLowerCase().replaceAll('’', "'");
  const answer: Output = { ...NOTHING, wants: WAVES_OFF.test(plain) ? 'no_questions' : 'nothing' };
  if (answer.wants === 'no_questions') return answer;
  if (/^(?:why|what for|what do you need)\b/.test(plain)) return { ...answer, wants: 'why' };
  if (SKIPS.test(plain)) return { ...answer, wants: 'answer', skipped: input.asked ? [input.asked] : [] };
  const topics = partsOf(text, input.asked);
  for (const { topic, words } of topics) read(topic, words, { answer, said, isAsked: topic === input.asked });
  const isAnswer = JSON.stringify({ ...answer, wants: null }) !== JSON.stringify({ ...NOTHING, wants: null });
  if (isWish(plain, isAnswer)) return { ...answer, wants: 'wish', unread: null };
  return { ...answer, wants: isAnswer ? 'answer' : 'nothing' };
}

const NOTHING: Output = { ...NOTHING_SAID, wants: 'nothing' };

const WAVES_OFF =
  /\b(?:no (?:more )?questions|skip (?:all|everything|the questions|them all|these questions|this whole thing)|not now|stop asking|(?:can we|let's|lets) (?:just )?(?:start|begin|get started|go)|leave (?:them|these) all)\b/;
const SKIPS =
  /^(?:(?:please|i'd) )?(?:skip|pass|next|rather not|prefer not|i'd rather not|none of your business|don't want to say|no comment)\b/;
const WISHES =
  /\b(?:i(?:'d| would)? (?:really )?(?:want|like|love|need|wish|hope|plan) to|i wanna|help me|remind me (?:to|about|of)|my goal|i'm trying to|can you (?:help|make|plan)|teach me|every (?:day|week|morning|evening) i want)\b/;

/** What an answer may say, too ("I want to be called Sam") is no wish. */
const isWish = (plain: string, isAnswer: boolean): boolean =>
  WISHES.test(plain) && !(isAnswer && /\b(?:to be called|you to (?:call|be|remind)|to skip)\b/.test(plain));

/** The first that fits: what is said plainly comes before what could be anything. */
const CUES: readonly [Topic, RegExp][] = [
  ['whatsapp', /whats ?app/i],
  ['phone', /\b(?:phone|mobile)\b/i],
  [
    'chronotype',
    /\b(?:morning|evening|night) (?:person|type|owl)|\bnight ?owl|early (?:bird|riser)|\blark\b|neither\b.*\bperson/i,
  ],
  ['sleep', /\b(?:sleep|asleep|bed|get up|wake|lights out)\b/i],
  ['tone', /\b(?:gentle|gently|direct|blunt|tough|strict|straight|kind|soft|honest)\b/i],
  ['reminders', /\b(?:remind|reminder|reminders|before|heads[- ]up|wait|patience|notice)\b/i],
  ['session', /\b(?:sessions?|at a time)\b/i],
  [
    'work',
    /\b(?:work|works|study|job|office|shifts?|uni|university|college|lectures|school|retired|unemployed)\b/i,
  ],
  ['commitments', /\b(?:commitments?|every (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b/i],
  ['name', /\b(?:call(?:ed)? me|name(?:'s| is)?)\b/i],
];

/** Parts with what each is about; those of one topic stand together, but for commitments, which are one each. */
function partsOf(text: string, asked: Topic | null): { topic: Topic; words: string }[] {
  const parts: { topic: Topic; words: string }[] = [];
  let topic = asked ?? 'name';
  for (const [index, words] of text.split(/[.;!?\n]+\s*|,\s+|\s+(?:and|but|also)\s+(?=\p{L})/u).entries()) {
    if (words === undefined || words.trim() === '') continue;
    // Behind a name the place stands by itself: "Ana, Lisbon".
    const isPlace = index > 0 && topic === 'name' && zoneOf(words) !== null;
    topic = isPlace ? 'zone' : topicOf(words, topic, asked);
    const last = parts.findLast((part) => part.topic === topic);
    if (last && topic !== 'commitments') last.words += `, ${words}`;
    else parts.push({ topic, words });
  }
  return parts;
}

function topicOf(words: string, before: Topic, asked: Topic | null): Topic {
  if (asked === 'commitments' && before === 'commitments' && !/^i (?:work|sleep)\b/i.test(words))
    return before;
  if (asked === 'reminders' && before === 'reminders') return before;
  const cued = CUES.find(([, cue]) => cue.test(words))?.[0];
  if (cued) return cued;
  if (before !== 'name' || asked !== 'name')
    return zoneOf(words) ? 'zone' : NAMES.test(words) && before === 'name' ? 'name' : before;
  return zoneOf(words) && /\b(?:in|from|live)\b|^\s*\p{L}+\/\p{L}+/iu.test(words) ? 'zone' : before;
}

const NAMES = /\bi(?:'m|’m| am) \p{Lu}/u;

interface Reading {
  answer: Output;
  said: { now: string; zone: string };
  isAsked: boolean;
}

function read(topic: Topic, words: string, reading: Reading): void {
  READERS[topic](words, words.toLowerCase().replaceAll('’', "'"), reading);
}

type Read = (words: string, plain: string, reading: Reading) => void;

const READERS: Record<Topic, Read> = {
  name: (words, _plain, { answer }) => {
    answer.name ??= nameIn(words);
  },
  zone: (words, _plain, { answer }) => {
    answer.zone = zoneOf(words);
  },
  chronotype: (_words, plain, { answer }) => {
    if (/\b(?:neither|both|depends|in between|no preference|don't (?:know|mind|care)|either)\b/.test(plain))
      answer.chronotype = 'neutral';
    else if (/\b(?:morning|early|lark)\b/.test(plain)) answer.chronotype = 'morning';
    else if (/\b(?:evening|night|late|owl)\b/.test(plain)) answer.chronotype = 'evening';
  },
  sleep: (words, _plain, { answer, said }) => {
    const range = rangeIn(
      words,
      said,
      ({ from, to }) => (from >= 19 * 60 || from <= 4 * 60) && hours(from, to) <= 12,
    );
    if (range) answer.sleep = range;
    else answer.unread = leftOver(words, said);
  },
  work: (words, plain, { answer, said }) => {
    if (
      /\b(?:retired|unemployed|don't (?:work|study)|no (?:work|job|fixed)|not (?:working|studying))\b|^\s*(?:none|no|nothing|nope)\b/.test(
        plain,
      )
    ) {
      answer.none = [...answer.none, 'work'];
      return;
    }
    const range = rangeIn(
      words,
      said,
      ({ from, to }) => from >= 4 * 60 && to > from && hours(from, to) <= 14,
    );
    if (range) answer.work = { ...range, days: daysIn(words, said) };
    else answer.unread = leftOver(words, said);
  },
  commitments: (words, plain, { answer, said }) => {
    if (/^\s*(?:none|no|nothing|nope|nah|not really)\b/.test(plain))
      answer.none = [...answer.none, 'commitments'];
    else {
      const one = readCommitment(words, said);
      if (one) answer.commitments = [...answer.commitments, one];
      else answer.unread = words.trim();
    }
  },
  session: (words, _plain, { answer, said, isAsked }) => {
    const [length] = lengthsIn(words, said, isAsked);
    answer.session_minutes = length ?? answer.session_minutes;
  },
  tone: (_words, plain, { answer }) => {
    const isNot = /\b(?:not|don't|no)\b/.test(plain);
    if (/\b(?:gentle|gently|kind|soft|nice)\b/.test(plain)) answer.tone = isNot ? 'direct' : 'gentle';
    else if (/\b(?:direct|blunt|tough|strict|straight|honest)\b/.test(plain))
      answer.tone = isNot ? 'gentle' : 'direct';
  },
  reminders: (words, plain, { answer, said, isAsked }) => {
    const [first, second] = lengthsIn(words, said, isAsked);
    const isWait = /\b(?:wait|patience|between)\b/.test(plain) && !/\bbefore\b/.test(plain);
    if (second === undefined && isWait) answer.patience_minutes = first ?? null;
    else {
      answer.lead_minutes = first ?? null;
      answer.patience_minutes = second ?? null;
    }
  },
  phone: (_words, plain, { answer }) => {
    if (/^\s*(?:no|nope|none|nah)\b/.test(plain)) answer.skipped = [...answer.skipped, 'phone'];
  },
  whatsapp: (_words, plain, { answer }) => {
    if (/\b(?:no|not|don't|never|without|nope|rather not)\b/.test(plain)) answer.whatsapp = false;
    else if (/\b(?:yes|yeah|yep|sure|ok|okay|fine|please|good|of course|do)\b/.test(plain))
      answer.whatsapp = true;
  },
};

/** "Call me Sam", "I'm Sam Green", "Sam": up to four words that could be a name. */
function nameIn(words: string): string | null {
  const bare = words
    .replace(
      /^\s*(?:(?:hi|hello|hey|well|ok|okay|please|actually|no|oh|you (?:can|may|could)|just)[\s,!]+)*/i,
      '',
    )
    .replace(
      /^(?:my name(?:['’]s| is)|i(?:['’]m| am)(?: called)?|(?:it|that)(?:['’]s| is)|(?:please )?call me|name:)\s+/i,
      '',
    )
    .replace(/\s+(?:please|thanks|thank you|here|instead|from now on|from today(?: on)?)\s*$/i, '')
    .trim();
  return /^\p{L}[\p{L}\p{M}'’.-]*(?: \p{L}[\p{L}\p{M}'’.-]*){0,3}$/u.test(bare) && !NO_NAME.test(bare)
    ? bare
    : null;
}

const NO_NAME =
  /^(?:hi|hello|hey|yes|no|ok|okay|sure|what|why|who|how|start|go|thanks|thank you|good (?:morning|evening|day|afternoon)|yo|nothing|skip)\b|\b(?:want|need|help|like|would|the|you)\b/i;
