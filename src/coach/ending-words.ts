// How people say that a goal should end, and what only sounds like it: a question, a doubt, a refusal, one day of it.
// Lower-case plain text in.

const END_VERB =
  '(?:cancel(?:l?ing)?|abandon(?:ing)?|delet(?:e|ing)|drop(?:ping)?|remov(?:e|ing)|end(?:ing)?|stop(?:ping)?|quit(?:ting)?|scrap(?:ping)?|discard|ditch|trash|bin|call off|get rid of|let(?:ting)? go of|giv(?:e|ing) up(?: on)?|giv(?:e|ing) (?:it|this|that) up|forget(?: about)?)';
// "Drop the run from my plan", "end the year with a goal": what is named before such a word is not the goal.
const NOT_BETWEEN =
  '(?:a|an|and|as|at|but|by|for|from|in|is|my|of|on|or|our|out|the|this|to|was|with|without)';
const WHICH = '(?<which>(?:all (?:of )?)?(?:my|our|the|this|that|these|those)|all)';
const NOUN = `(?<words>(?:(?!${NOT_BETWEEN} )[\\w'-]+ ){0,4})(?<noun>goal|plan)s?\\b(?!['-]| (?:sessions?|tasks?|reminders?|days?|weeks?|titles?|names?|deadlines?|dates?|notes?)\\b)`;
const GOAL = `${WHICH} ${NOUN}`;
// "I don't want my plan to include weekends any more" is about the plan's form.
const FORM = 'to (?:be|have|include|start|contain|use|take|last|get)\\b';
const TO_DO = '(?: to)?(?: (?:do|have|keep|continue|pursue|follow|work on|go on with|carry on with))?';
const GOES_ON = '(?: (?:working on|following|pursuing|doing|with|on))?';
const STATEMENTS = [
  `\\b${END_VERB}${GOES_ON} ${GOAL}`,
  `^(?:please |and |ok(?:ay)?,? )?(?:cancel|abandon|delete|drop|remove|scrap) ${NOUN}`,
  `\\b(?:let|give|call) ${GOAL}(?: to [\\w ]{2,30})? (?:go|up|off)\\b`,
  `\\b(?:don't|do not) (?:want|need|wish)${TO_DO} ${GOAL}(?= (?!${FORM})(?:.{0,40} )?any ?more\\b)`,
  `\\bno longer (?:want|need|wish)${TO_DO} ${GOAL}(?! ${FORM})`,
].map((pattern) => new RegExp(pattern));

export interface Ending {
  /** "goal" is one of several; "plan" may be the draft that was shown last. */
  noun: 'goal' | 'plan';
  /** "my", "this", "all of the". */
  which: string;
  /** What says which goal it is: "guitar", "to run 10 km"; empty where nothing does. */
  topic: string;
}

/** "Cancel my running goal", "I don't want the reading goal any more": what should end; null: nothing should. */
export function readEnding(text: string): Ending | null {
  if (isPartOnly(text)) return null;
  for (const statement of STATEMENTS) {
    const match = statement.exec(text);
    if (!match?.groups) continue;
    const { noun, which = '', words = '' } = match.groups;
    const after = AFTER.exec(text.slice(match.index + match[0].length))?.[1] ?? '';
    return { noun: noun === 'plan' ? noun : 'goal', which, topic: `${words}${after}`.trim() };
  }
  return null;
}

// Reasons and second thoughts name other things than the goal.
const AFTER =
  /^(?: (?=(?:to|of|for|about|called|named)\b)| ?[:"'(]+)(.*?)(?:$|[,;.!?"')](?: |$)| (?:because|since|and|but|so|as|please|any ?more|now)\b)/;

/** "Drop the goal to 5 km", "cancel the plan for Friday": less of it, or not on that day. */
export function isPartOnly(text: string): boolean {
  return PART_ONLY.test(text);
}

const TIME =
  '(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|\\d|(?:(?:a|one|this|next|the) )?(?:days?|weekends?|weeks?|months?|mornings?|evenings?)\\b|noon|christmas|january|february|march|april|june|july|august|september|october|november|december)';
const PART_ONLY = new RegExp(
  `\\b(?:goal|plan)s? (?:(?:down )?(?:to|by) \\d|(?:(?:for|on|until|till|by|after|in|at|before|this|next|from) )*${TIME}|(?:a (?:bit|little|week|day) )?(?:earlier|sooner|later)\\b)`,
);

/** "Can I cancel a single day?", "what if I drop the goal": asked, not said. "Could you drop it?" is said. */
export function asksAboutEnd(text: string): boolean {
  return (
    QUESTION.test(text) ||
    (/\?\W*$/.test(text) && !/^(?:please )?(?:can|could|would|will) (?:you|we)\b/.test(text))
  );
}

const QUESTION =
  /^(?:(?:hi|hey|hello|ok|okay|so|and|but|please|sorry|well)[,.! ]+)*(?:what|why|how|when|where|which|who|is|are|am|was|does|do|did|should|shall|(?:can|could|may|might|would) i)\b|\b(?:if i|whether|what happens)\b/;

/** "Maybe I should drop the goal": not decided yet. */
export function doubtsEnd(text: string): boolean {
  return /\b(?:maybe|perhaps|(?:thinking|thought) (?:of|about)|considering|not sure|unsure|might|tempted|wonder\w*)\b/.test(
    text,
  );
}

/** "I don't want to give up my goal", "never cancel it": the opposite is said. */
export function refusesEnd(text: string): boolean {
  return REFUSAL.test(text);
}

const REFUSAL = new RegExp(
  `\\b(?:don't|do not|never|won't|will not|wouldn't|would not|can't|cannot|shouldn't|should not|mustn't|not|refuse to|instead of|rather than|without)(?: (?:want|wanna|wish|like|plan|planning|going|ready|willing|have|mean|intend|let|me|you|us|ever|just|dare|yet|to|really|be|simply))* ${END_VERB}\\b`,
);

/** "Drop it", "please cancel my goal", "I want to give up": said by who decides, and as something that is to happen. */
export function isDecided(text: string): boolean {
  return DECISION.test(text) && !SAID_OTHERWISE.test(text);
}

const LEAD =
  "(?:(?:ok(?:ay)?|yes|yeah|no|nah|please|pls|hey|hi|right|well|so|and|just|then|now|kindly|let's|time to|go ahead and)[,.!]* )*";
const INTENT =
  "(?:want|wanna|would like|'d like|need|have|wish|decided|'ve decided|have decided|am going|'m going|am gonna|'m gonna|'ll|will|am|'m|just|now|really|finally|have to|to)";
const DECISION = new RegExp(
  [
    `^${LEAD}${END_VERB}\\b`,
    `\\b(?:please|can you|could you|would you|will you)(?: please)? ${END_VERB}\\b`,
    `\\b(?:i|we)(?:(?: |(?='))${INTENT})* (?:giv(?:e|ing) up|quit(?:ting)?|${END_VERB})\\b`,
    `^${LEAD}(?:let|give|call) (?:my|our|the|this|that|it)\\b`,
    `\\b(?:i|we)(?:(?: |(?='))${INTENT})* (?:let|give|call) (?:my|our|the|this|that|it)\\b`,
    "\\b(?:i|we) (?:really )?(?:don't|do not) (?:want|need|wish)\\b",
    '\\b(?:i|we) no longer (?:want|need|wish)\\b',
  ].join('|'),
);
// Told of somebody, feared, or only under a condition.
const SAID_OTHERWISE =
  /\b(?:scared|afraid|worried|fear|hate|about to|almost|nearly|if|unless|until|wants? me|told me|tells? me|says?|said|makes? me|make me|nobody|everyone|everybody|but then|no way)\b/;
