// Chores, errands, appointments and medicine are tasks; learning, training, saving and quitting are goals.
// By classes of verbs and nouns, for words without their times.
import { phrases } from './phrases.ts';

/** What a person does once, or again and again, without ever getting better at it. */
const ERRAND = phrases(`
  ^ call|ring|phone|telephone|text|email|mail|message|whatsapp|fax|ask|tell|thank|invite|contact|chase|congratulate
  ^ pay|buy|order|collect|fetch|post|return|deliver|bring|book|renew|submit|send|register|pack|unpack|transfer|deposit|confirm|rsvp
  ^ pick|picking * up|nephew|kids|mum|mom|dad  ^ pick|drop my|the|up|off  ^ drop * off|round|at  ^ top|fill|hand|send|log|check up|in|out|on
  ^ feed|worm|deworm|water|iron|hoover|vacuum|mop|dust|wash|mow|defrost|descale|charge|refill|empty|lock|unlock|bleed|grit|sweep|rake|hang|peg|fold
  ^ switch|turn * off|on  ^ put|take|bring|roll|wheel * out|away|down|round|in|on|up|back  ^ change|replace|rotate|clean|check|service|test|flip|clear the|my|our|your|his|her|all|smoke|bed|cat|dog|out|on
  ^ meet|attend|apply|sign|print|scan|renew|upload  ^ see|visit the|dr|doctor|my|our|a dentist|doctor|gp|vet|consultant|bank|optician|nurse|solicitor|accountant|landlord|lawyer
  ^ walk the|our|next|her|his|mum's * dog|dogs  ^ give|take|have|administer|apply * tablet|tablets|pill|pills|vitamin|vitamins|medication|meds|medicine|insulin|antibiotic|antibiotics|drops|inhaler|dose|cream|injection|iron|magnesium
  ^ give * form|book|books|key|keys|money|cheque|letter|card|bath|back  ^ take * to  ^ go to the? dentist|doctor|doctors|gp|vet|shop|shops|bank|post|church|mass|pharmacy|chemist|tip|dump|supermarket|hospital|clinic|temple|mosque|hairdresser|barber
  ^ do the|my|our|some|a laundry|washing|dishes|ironing|shopping|invoices|bins|school|dishwasher|accounts|payroll|timesheet|timesheets|expenses|hoovering|vacuuming|big|weekly|food|books|rota|banking
  ^ write to|a|the|my|mum|his|her card|cards|letter|email|note|cheque|mp|mum|bank|council|reference|minutes|thank
`);
/** What stands in a calendar or on the fridge, whatever is done about it. */
const THING = phrases(`
  bin|bins|garbage|trash|rubbish|recycling|rent|bill|bills|invoice|invoices|instalment|emi|fee|fees|premium|deposit|payroll|timesheet
  tablet|tablets|pill|pills|medication|meds|medicine|insulin|antibiotics|vitamin|vitamins|inhaler|eye|ear drops  tablet|tablets|pill|pills|medication|meds|medicine|insulin|antibiotics|antihistamine|antihistamines|probiotic|probiotics|vitamin|vitamins|inhaler|prescription|physio
  dentist|doctor|doctors|gp|vet|optician|hospital|clinic|jab|vaccine|vaccination|vaccinations|appointment|appt|checkup|xray|blood|mot|haircut|hairdresser|barber|treatment|flea|wormer|booster|midwife|chiropodist|podiatrist|hygienist
  eye|blood|covid|hearing|driving|smear test  check - up  meeting|standup|interview|parcel|package|delivery|plumber|electrician|laundry|washing|ironing|dishes|hoovering|dishwasher|litter|boiler|flight|tyres|tires
  creatine|collagen|supplement|supplements|multivitamin|multivitamins|melatonin|magnesium|zinc|omega|drops|injection|injections
  school run  parents ' evening|night  parents's? evening  one on|to one  stand - up  church|mass service  review|reviews  book club  kit|lunches|costume|uniform
`);
/** Somebody gets better at it, gets somewhere, or lets go of it. */
const SELF = phrases(`
  ^ learn|learning|study|studying|practise|practice|practising|practicing|train|training|run|running|swim|swimming|cycle|cycling|jog|jogging|row|save|saving|lose|losing|quit|quitting|stop|stopping|reduce|cut|meditate|meditation|meditating|exercise|exercising|stretch|lift|journal|journaling|draw|paint|play|improve|become|sleep|drink|eat|declutter|organise|organize|revise|revision|knit|crochet|master|gain|earn|stay|develop|speak|publish|launch|teach|cook|bake|read|reading|write|writing|walk|walking|build|finish|complete|memorise|memorize|recite|restore|qualify|no|less|more|better|fewer|limit  ^ give up
  ^ get|getting better|fit|fitter|healthier|into|rid|over  ^ be|being better|more|less|fitter|healthier  ^ do|doing yoga|pilates|push|press|sit  ^ work|working on|out
`);

/** The words of the request without times and politeness; `isTimed`: it says when. */
export function isErrand(words: readonly string[], isTimed: boolean): boolean {
  if (BETTER(words) || NONE(words)) return false;
  if (ERRAND(words)) return isTimed || !TOLD(words);
  return isTimed && !SELF(words) && !TOLD(words) && THING(words.slice(0, 6)) !== null;
}
/** Begins with a verb of that kind. */
export const isVerbOfErrand = (words: readonly string[]): boolean => ERRAND(words) !== null;

const BETTER = phrases(
  `better at  more often|money|of|regularly  further  faster  stronger  ^ pay|paying|clear|clearing * off|down|debt|debts|loan`,
);

/** What is told about it, and what is asked. */
const TOLD = phrases(
  `has|have|had|was|were|been|done|did|said|says|told|moved|called|went|taken|off me?  ^ is|are|does|do|should|can|what|when|why|how|except|not`,
);
const NONE = phrases(`^ thank|text|call|ring|tell|phone|message|ask me|us|you|yourself`);

/** Learning, training, quitting and their like. */
export const isOfSelf = (words: readonly string[]): boolean =>
  SELF(words) !== null && !ERRAND(words) && !LESSON.test(words[1] ?? '');
/** "Swimming lesson" stands in a calendar. */
const LESSON = /^(?:lessons?|class|classes|club|kit|gala|match|group|test|exam|recital|meeting|party|trip)$/;
