// What is left when nothing is wanted that code could do: a kind word, and always a question that leads on.
import { ask, type Output } from './answer.ts';
import type { Heard } from './heard.ts';
import { phrases } from './phrases.ts';

const THANKS = phrases(
  `thanks  thank you  thx  cheers  ty  much appreciated  great  nice  cool  perfect  awesome  brilliant  lovely  you are|'re the? best|great|amazing`,
);
const HELLO = phrases(`^ hi|hello|hey|hiya|yo  ^ good morning|afternoon|evening`);
const HELP = phrases(
  `what can|do you do|able  how does|do this|it|you work  help $  ^ help  who are you  what are you`,
);
const REPORT = phrases(
  `^ i|we did|had|was|were|went|ran|felt|saw|met|just|already|have|am|feel  ^ the|my|he|she|it|they|today|yesterday`,
);
const REMINDERS = phrases(`
  stop|less|fewer|many|more|much * reminding|reminders|messages|calls|calling|notifications|whatsapp|pushes  do not call|text|whatsapp|message|ring me  turn|switch off|on  mute
  quiet hours  sleep|work|wake window|hours|time  time zone  timezone  remind me earlier|later|sooner before  minutes before each|every  notifications  snooze  settings|setting  dark mode
`);

/** What stands in the preferences; null where nothing of it is meant. */
export const settings = ({ words }: Heard): Output | null =>
  REMINDERS(words)
    ? ask(
        'Reminders, channels, quiet hours and your hours are changed in your preferences; I cannot do that here. Shall I do something about a task or a goal instead?',
      )
    : null;

/** Written in a language that nobody here reads. */
export const foreign = ({ text }: Heard): Output | null =>
  (text.toLowerCase().match(FOREIGN) ?? []).length >= 2
    ? ask('I read English only, so I have done nothing. Could you say that in English?')
    : null;
const FOREIGN =
  /(?<!\p{L})(?:le|la|les|ma|mon|mes|je|à|der|die|das|ich|mich|mein|meine|und|bitte|um|uhr|el|los|las|por|para|que|mi|yo|een|het|mij|naar|il|di|per|che|meu|minha|às|de|da|do|yarın|saat|mój|na|o|jutro|demain|morgen|mañana|domani|amanhã|déplace|rappelle|erinnere|recuérdame|ricordami|lembra)(?!\p{L})/gu;

/** Always CLARIFY. */
export function smallTalk(heard: Heard): Output {
  const { all, words, input } = heard;
  if (HELP(words))
    return ask(
      'I note tasks (“remind me tomorrow at 9 to call the bank”), also recurring ones, move and tick them off, list what is on, and plan goals over six weeks. What shall it be?',
    );
  const waiting = input.open_goals.find(({ awaits_approval }) => awaits_approval);
  const rest = waiting
    ? ` The plan for "${waiting.title}" is waiting for you: approve it, tell me what to change, or drop it?`
    : '';
  if (THANKS(all))
    return ask(
      waiting
        ? `You are welcome.${rest}`
        : 'You are welcome. Is there anything else I can do: a new goal, a reminder, or a look at how you are doing?',
    );
  if (HELLO(all))
    return ask(
      waiting
        ? `Hello!${rest}`
        : 'Hello! What would you like to work towards, or what should I remind you of?',
    );
  if (waiting) return ask(rest.trim());
  if (REPORT(words))
    return ask(
      'Thank you for telling me; I have changed nothing. Is there something that I should note, move, tick off or plan?',
    );
  return ask(
    'I am not sure what you mean. Would you like to set a goal, be reminded of something at a certain time, move a task, or see how you are doing?',
  );
}
