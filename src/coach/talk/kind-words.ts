// What people say beside their wishes: how they feel, what they ask about the coach, thanks, greetings and goodbyes.
// Each has an answer that a kind and honest person would give, and none of them changes anything.
import type { Heard } from './heard.ts';
import { phrases } from './phrases.ts';

interface Topic {
  is: (words: readonly string[]) => unknown;
  answer: string;
  /** What leads on, where no plan waits for an answer. */
  next: string;
}

const topic = (table: string, answer: string, next = ''): Topic => ({ is: phrases(table), answer, next });

const NOTHING_CHANGED = 'Shall I move or leave out something of today, or is it fine as it is?';

/** The first that fits counts. */
const TOPICS: Topic[] = [
  topic(
    `passed away|on  passed * ago  funeral  died|dies  a? death  miscarriage  grieving  grief|mourning  miss|missing him|her|them so|very|terribly?  lost my|our mum|mom|mother|dad|father|wife|husband|son|daughter|brother|sister|nan|gran|grandma|grandad|friend|dog|cat|baby  patient die|died  put my|our dog|cat to sleep`,
    'I am very sorry. Take the time that you need; nothing here is pressing.',
    'Would it help if I let your tasks rest for a few days?',
  ),
  topic(
    `are|r you|u a|an? robot|bot|human|real|ai|person|machine|computer|program|chatbot|alive|man|woman|chatgpt  is this|that a|an? robot|bot|human|real|ai|person|machine|computer  talking to a|an? robot|bot|human|real|ai|person|machine|computer  who|what are|r you|u  real person  your name`,
    'I am a program: a coach that notes tasks, plans goals and reminds. There is no person at this end, and I say so when I do not understand.',
    'What can I do for you?',
  ),
  topic(
    `who can|else? see|sees|read|reads|look  is this|it|that private|confidential|secret|safe|anonymous  my data|privacy  do you share|tell|sell|store|save|keep  does anyone|anybody see|read|know  will anyone|anybody|you see|read|tell`,
    'What you write here belongs to your account and is not shown to other people who use this, unless you share a task with them. Whoever runs this service can tell you exactly how it is kept, and delete it.',
    'What can I do for you?',
  ),
  topic(
    `how much do|does|is * cost  is this|it free  do i|we have|need to pay  what does * cost  price`,
    'I do not know about prices: whoever runs this service does.',
    'What can I do for you?',
  ),
  topic(
    `what can|do|could|else you|u|this do|offer  what can i ask|say|do|use  how does|do|can this|it|you|i work|use  ^ help $  ^ help ? $  help me understand how  show me how  need|want help with|using this|app  what is this for|app|thing|about  how can you help  what you can do  explain yourself  instructions  commands  not * good|great with these|this|technology|computers|apps|phones  what do you do`,
    'I note tasks (“remind me tomorrow at 9 to call the bank”), also ones that come again; I move them, tick them off and say what is on (“what is on this week”). And I make a plan for a goal (“I want to learn Spanish, twice a week”), six weeks at a time, that you can change until you like it.',
    'What shall we begin with?',
  ),
  topic(
    `^ who won|wins|is the|invented|wrote  weather|forecast|news|horoscope  % of  percent of  what is|'s _ plus|minus|times|divided  how do|can|to i|you? fix|repair|cook|bake|make|install|reset|solve  translate|spell  capital of  tell me a? joke|story  what does * mean`,
    'That I cannot tell: I only know your tasks and plans.',
    'Shall I note it as a task, or plan something for it?',
  ),
  topic(
    `love you  marry me  you are|'re? cute|hot|sexy|beautiful  be my girlfriend|boyfriend|friend`,
    'That is kind of you. I am a program, so I answer with what I am good at: plans and reminders.',
    'What would you like to do next?',
  ),
  topic(
    `you are|'re * stupid|useless|rubbish|dumb|annoying|idiot|crap|terrible|awful|worst|bad|wrong  ^ stupid|useless|rubbish|dumb  you|u suck  shut up  this|it is|app is? * useless|rubbish|crap|pointless|stupid|not working  hate this|you|app  do not|not understand|get me  not what i|we said|meant|asked|wanted  fuck|f off|you  wtf`,
    'I am sorry that I got it wrong; I have changed nothing just now.',
    'Please say in a few words what you want, for example “move my run to Friday at 18:00”, and I try again?',
  ),
  topic(
    `^ i am? * sorry  ^ sorry|apologies|oops|whoops|sry  my bad|mistake|fault`,
    'No harm done.',
    'Would you like me to change, move or tick off something?',
  ),
  topic(
    `feel|feeling|feels|felt|am|been|are|so|bit|really|is|pretty|totally|utterly|just sick|ill|poorly|unwell|rubbish|rough|crap|awful|terrible|horrible|bad  under the weather  fever|flu|migraine|headache|covid|hangover|hungover  throwing up  in hospital  in * pain`,
    'That sounds hard; I hope that it gets better soon. Rest comes first.',
    NOTHING_CHANGED,
  ),
  topic(
    `exhausted|knackered|shattered|drained|wrecked|worn|spent|pooped|zonked  tired|sleepy  no energy  could not|can not|have not|did not sleep|slept  burnt|burned out|burnout`,
    'Then be kind to yourself today: a small step or a rest counts as well.',
    NOTHING_CHANGED,
  ),
  topic(
    `feel|feeling|felt|am|bit|so|really sad|low|down|blue|depressed|hopeless|lonely|alone|empty|lost|guilty|ashamed|useless|anxious|nervous|scared|worried|overwhelmed|stressed|fed  anxious|anxiety|panic|panicking|stressed|overwhelmed|lonely|depressed|heartbroken  crying|cried  bit flat|low|down  nobody|noone came|called|wrote|cares|remembered  no one came|called|wrote|cares|remembered  give up on everything|life  do not care|see the point  what is the point|use $  i am|'m a failure  awful|terrible|horrible|rough|hard|bad|tough day|week|month|night|time  so|very sad`,
    'I am sorry that it is like that; thank you for telling me. You do not have to manage everything at once, and talking to somebody near you can help.',
    'Would a lighter day be good: shall I move or leave out something?',
  ),
  topic(
    `sick|tired of  fed up  hate my|this|work  annoyed|annoying|angry|furious|pissed|raging|livid|frustrated|frustrating  ugh  argh  unbelievable  ffs|omfg  nightmare  drives|driving|does|doing my|me|head mad|nuts|crazy|in  sat here  kill me`,
    'That sounds annoying, and it is good to let it out. I have changed nothing.',
    'Is there something that I can take off your plate today?',
  ),
  topic(
    `proud  happy|chuffed|thrilled|delighted|buzzing|stoked|excited  over the moon  feel|feeling|felt|am|was great|good|amazing|fantastic|wonderful|better|strong|well  ^ yay|woohoo|woo|hooray|hurray|wahey  i|we did it  smashed|nailed|aced|crushed it|that  best day|run|week|session  new|personal pb|best|record  passed my|the * exam|exams|test|tests|driving|course|theory|finals|interview|audition|viva|inspection|assessment  ^ i|we passed !|.? !? !? $  got the|that job|place|offer  i|we won`,
    'That is wonderful, well done! You can be proud of it.',
    'Shall I tick something off for it, or plan the next step?',
  ),
  topic(
    `^ bye|goodbye|cya|ciao|ttyl|laters|night|gn  good night  see|talk|speak to? you|u|ya later|tomorrow|soon|then  off to bed|sleep|work  have a nice|good|lovely  take care  happy|merry new|christmas|birthday|easter`,
    'All the best, and see you soon.',
    'Is there anything that I should note before that?',
  ),
  topic(
    `thanks|thank|thankyou|thx|tnx|cheers|ta|ty|tysm|merci|nice|cool|great|perfect|awesome|brilliant|lovely|legend|star|lifesaver|gem|wonderful|amazing|helpful|kind  much appreciated  appreciate it|that|you  bless you  well done|played  good job|work|bot|one`,
    'You are welcome.',
    'Is there anything else that I can do: a goal, a reminder, or a look at how you are doing?',
  ),
  topic(
    `^ hi|hello|hey|hiya|yo|howdy|greetings|sup|heya|oi|morning|evening|afternoon|alright  good morning|afternoon|evening|day  how are you|u|things|ya  how is it going  what 's|is up $`,
    'Hello!',
    'What would you like to work towards, or what should I remind you of?',
  ),
  topic(
    `haha|lol|lmao|hehe|rofl|jaja|joke|funny|😂|🤣  ^ wow|omg|ooh|aww|meh`,
    'Good to have you here.',
    'Is there something that I should note, plan or look up for you?',
  ),
];

/** Something is asked for, kind words beside it or not: it is not answered by kind words alone. */
const ORDER = phrases(
  `move|shift|push|cancel|skip|change|make|remind|stretch|swap|book|put|set|add|stop|delete  can|could we|i|you  i want|need|should|must  let us|me`,
);
const IS_THERE_MORE =
  'I have changed nothing. Is there something in it that I should note, move, tick off or plan?';

/** The answer and what leads on; null where nothing of the kind is said, or something beside it. */
export function kindWords({
  all,
  facts,
}: Pick<Heard, 'all' | 'facts'>): { answer: string; next: string } | null {
  const found = TOPICS.find(({ is }) => is(all));
  const isTimed = facts.some(({ value: { kind } }) => kind !== 'part' && kind !== 'ordinal');
  if (!found || !isTimed) return found ?? null;
  return ORDER(all)
    ? null
    : { answer: found.answer.replace(' I have changed nothing.', ''), next: IS_THERE_MORE };
}
