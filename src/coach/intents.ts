// What people say to a plan and about their goals: yes, no, not like that, how am I doing. Lower-case plain text in.
import { asksAboutEnd, isPartOnly, refusesEnd } from './ending-words.ts';

/** What the words say to a draft that waits: approve, revise, abandon; null where they say none of it. */
export function answersPlan(text: string): 'approve' | 'revise' | 'abandon' | null {
  if (GIVE_UP.test(text) && !isNoEnd(text)) return 'abandon';
  if (YES.test(text))
    return looksLikeChange(text) || HESITATION.test(text)
      ? looksLikeChange(text)
        ? 'revise'
        : null
      : 'approve';
  if (looksLikeChange(text) && (!isOpenQuestion(text) || REQUEST.test(text))) return 'revise';
  return null;
}

const YES =
  /^(?:(?:oh|ok(?:ay)?|well|great|perfect|thanks?|thank you|hi|hey|yes|yep|yeah|cool|good|nice|awesome|wonderful|and|so|please)[,.! ]+)*(?:yes|yep|yeah|yup|sure|absolutely|definitely|of course|ok(?:ay)?|k|sounds? (?:good|great|fine|perfect|right|reasonable|doable)|looks? (?:good|great|fine|perfect|right|reasonable|doable)|(?:that|this|it|the plan)(?:'s| is)? (?:all )?(?:looks?|sounds?|works?|suits?|good|great|fine|perfect|ok(?:ay)?)|approved?|i approve|accept(?:ed)?|i accept|agreed?|i agree|deal|go ahead|go for it|let's (?:do|go|start|try)|do it|start it|i'm in|i am in|count me in|i like (?:it|this|that|the plan)|i love (?:it|this)|perfect|great|good|fine|excellent|awesome|wonderful|super|confirm(?:ed)?|make it so|works for me|lgtm|suits me|happy with (?:it|that|this)|👍|👌|✅)(?![a-z])(?! (?:question|idea would|morning|evening|afternoon|night|luck|to know))/u;
const HESITATION =
  /\b(?:but|however|except|although|unless|not sure|wait|what if|why|how|when|who|maybe|not yet|later|don't|no)\b|\?/;
const GIVE_UP =
  /\b(?:forget (?:about )?(?:it|that|this|the (?:whole )?(?:plan|goal|thing))|never ?mind|(?:cancel|abandon|scrap|discard|delete|drop|bin|trash|kill) (?:it|that|this|everything|all|(?:the|that|this|my) (?:\w+ ){0,3}?(?:goal|plan|draft|thing|idea))|changed my mind|(?:don't|do not|no longer) want (?:it|this|that|to do (?:it|this|that)|the plan|this plan|this goal)(?: any ?more)?(?! (?:in|on|at|so|to|before|after|every))|no thanks?|no thank you|not interested|give (?:it|this) up|leave it|call it off|i quit this|let's not|stop (?:it|this|the plan|this plan)|abandon|cancel)\b(?! (?:session|training|on))/;

function isNoEnd(text: string): boolean {
  return asksAboutEnd(text) || refusesEnd(text) || isPartOnly(text);
}

const REQUEST = /^(?:can|could|would|will|may|what about|how about|is it possible|is there a way)\b/;

function isOpenQuestion(text: string): boolean {
  return /\?$|^(?:what|why|who|where|when|which|how|is|are|does|do|did|will|am)\b/.test(text);
}

const DAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|weekdays?';
const CHANGE = new RegExp(
  [
    '\\b(?:no (?:gym|equipment|running|weights?|app|money|weekends?)|double it|halve it|start(?:ing)? (?:after|later)|rest week|week off|too (?:boring|tired)|boring|beginner|breakfast|dinner|from now on|i (?:already|can already|can only|only) )',
    "\\b(?:(?:broke|sprained|twisted|injured|hurt|pulled) my|(?:bad|sore|weak) (?:knees?|back|shoulders?|ankles?|hips?)|(?:knees?|back|shoulder|ankle|hip|foot|leg|wrist)s? (?:hurts?|aches?|is sore|are sore|pain)|injur(?:y|ed)|pregnant|i(?:'m| am) (?:ill|sick))",
    `\\b(?:${DAY}|mornings?|evenings?|afternoons?|nights?|lunch|before work|after work|before bed|tomorrow|next week)\\b`,
    '\\b(?:instead|rather|earlier|later|shorter|longer|shorten|easier|harder|lighter|slower|faster|gentler|fewer|less|more|smaller|bigger|too (?:much|many|hard|long|early|late|often|short|easy|little|few|fast|slow|intense|ambitious|expensive))\\b',
    '\\b(?:change|adjust|modify|alter|edit|revise|update|tweak|reduce|increase|cut down|cut back|skip|leave out|without|remove|add|swap|switch|replace|move|shift|make (?:it|that|this|them|the)|make my|drop the|only|just \\d|start(?:ing)? (?:on|next|in|from)|not (?:on|at|in|so)|different)\\b',
    '\\b\\d+ ?(?:minutes?|mins?|hours?|days?|times?|sessions?|weeks?|km|x|pages?|am|pm)\\b|\\b\\d{1,2}:\\d{2}\\b|\\bat \\d{1,2}\\b|\\b(?:once|daily|every (?:other )?day)\\b',
    "\\b(?:can't|cannot|don't like|doesn't (?:work|fit|suit)|won't work|isn't (?:good|possible)|not (?:good|possible|realistic|ideal|enough|what i)|unrealistic|prefer|busy)\\b",
  ].join('|'),
);

/** Speaks of other times, days, lengths or loads, or asks for a change outright. */
export function looksLikeChange(text: string): boolean {
  return CHANGE.test(text) && !/\b(?:ignore|disregard) (?:all|any|the|your|previous)\b/.test(text);
}

/** "How am I doing?" and its kin: answered from data. */
export function isProgressQuestion(text: string): boolean {
  return /\b(?:how (?:am i|'m i|have i been) (?:doing|getting on|performing)|how (?:is|are) (?:my|the) [\w ]{2,40}(?:going|coming along|progressing|doing)|how's (?:my|it|the) [\w ]{0,40}(?:going|coming along)|my (?:\w+ )?(?:progress|streak|stats|statistics|score|results|completion)|progress (?:report|so far|this)|show (?:me )?(?:my )?(?:progress|stats|streak)|(?:how many|how much) .{0,40}(?:have i|did i|i've|i have) (?:done|complete\w*|miss\w*|finish\w*|run|do)|what (?:have i|did i) (?:done|do|achieve\w*|complete\w*|miss\w*|accomplish\w*)|am i (?:on track|making progress|improving|getting better|doing (?:ok|okay|well|good|fine))|how (?:did|was) (?:i do|my week|this week|last week)|on track|am i getting (?:anywhere|somewhere)|what(?:'s| is) (?:next|up next|coming up)|what(?:'s| is| do i have)(?: on)? (?:for )?(?:today|this week|tomorrow|next|my plan today|on my list)|what should i do (?:today|next|now)|summary of my (?:week|month|day)|(?:weekly|monthly) (?:report|review|summary))\b|^(?:progress|stats|status|streak)\W*$/.test(
    text,
  );
}

/** Says that they want something: the lead of a wish. */
export function wantsGoal(text: string): boolean {
  return /\b(?:i(?:'d| would| really| also|'ve always| have always| finally| just|\b)*(?: (?:really|also|finally|always|still|just|so|very much))* (?:want|wanted|wanna|like|love|need|wish|hope|plan|aim|intend|dream|decided|have decided)(?: (?:to|of|for|that|a|an|my|more|less|better|some)\b)|i(?:'m| am) (?:trying|planning|hoping|going|thinking|determined|ready|keen|dreaming|training|preparing) (?:to|of|about|for)\b|i(?: have to|'ve got to| must| should| ought to| gotta| could use)\b|my (?:\w+ )?(?:goal|dream|resolution|aim|plan|target|challenge)s?(?: for \w+)? (?:is|are|would be|this)|(?:can|could|will|would) you (?:please )?(?:help|make|plan|coach|teach|support)|help me\b|make me a plan|new goal|set (?:me )?(?:up )?(?:a|an|another) (?:new )?goal|a plan (?:to|for)|how (?:do|can|could|should) i (?!do)|i wish i|let's work on|it's time to|teach me|coach me)/.test(
    text,
  );
}

/** A wish that names nothing one could plan. */
export function isVague(text: string): boolean {
  const bare = text.replace(/[^\p{L}\p{N}' ]/gu, '').trim();
  return /^(?:(?:hi|hello|hey|ok|please|well|so) )*(?:(?:i(?:'d| would)?|i really|i just|i also)? ?(?:want|like|love|need|wish|would like|have)?(?: to)? ?(?:be|become|feel|get|do|have|live|make|change|improve|fix|start|achieve|reach)?(?: (?:a|an|my|the|some|more|much|something|with|in))* ?(?:better|best|good|happy|happier|happiness|successful|success|great|myself|me|life|my life|change|changes|something(?: new| different)?|things?|goals?|new goal|better person|better life|better version of myself|best self|rich|perfect|different|everything|anything|stuff|motivated|motivation|it|help|a plan|plan|improvement|self improvement)|help(?: me)?(?: please)?|can you help(?: me)?|(?:i )?(?:don't know|dunno|not sure|no idea)(?: what(?: i want| to do)?)?|what can you do|new goal|set a goal|i (?:have|want|need) (?:a |an |another )?(?:new )?(?:goal|plan|idea|problem|question))(?: (?:please|now|today|again|at life|in life|than before|overall|generally|in general))*$/.test(
    bare,
  );
}

/** Tells what happened, or speaks of somebody else: no wish. */
export function isReport(text: string): boolean {
  return REPORT.test(text);
}

const REPORT =
  /^(?:i (?:did|have done|just|finished|completed|went|ran|missed|skipped|forgot|already)|i've (?:done|just|finished)|done with|finished|completed|you|it|he|she|they|the weather)\b/;
