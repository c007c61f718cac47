// The words in which people speak of how they are reminded: of lead, channels, quiet hours, names, zones and tone.
import { phrases } from './phrases.ts';

export const LEAD = phrases(`
  before|ahead of? my|the|all|any|each|every|most? things|stuff|everything|anything|each|every|all|tasks|task|sessions|session|events|event|appointments|them|reminders|activities
  prior to my|the|all|any|each|every? things|everything|anything|each|every|all|tasks|task|sessions|session|events|event|appointments
  before|ahead ,? not|instead|rather|from|always  in advance not|instead|always|from|for  by default  in general  generally  more|less|longer|shorter notice|warning  reminders * before|ahead|earlier|early|beforehand  lead time
`);
/** Perhaps of one task alone. */
export const BARE_LEAD = phrases(
  `before|ahead|early|earlier|beforehand|notice|warning|advance please? thanks? .? $`,
);

export const OF_REMINDERS = phrases(`
  remind|reminders|reminder|text|message|ping|nudge|warn|notify|tell|alert|advise|buzz|heads|warning|notice|lead|notifications|notification|call|give
`);

export const NO_CALLS = phrases(`
  no|stop|without|fewer|less|cut|hate|enough more? of? phone|the|those|your? calls  stop|quit|not|never call|calling|ring|ringing|phone|phoning me|us  not|never call|ring|phone ever? $
  stop|quit calling|ringing|phoning $  calls off  turn|switch off the|phone? calls  not|instead|rather of|than? a? phone? calls
`);

export const CALLS = phrases(`
  can|may|could|please|do|to? call|ring|phone me again|instead|too|if|when  calls are fine|ok|okay|good  turn|switch on the|phone? calls  calls back? on  start calling
  call|ring|phone me instead  use calls
`);

export const NO_WHATSAPP = phrases(`
  no|stop|not|without|fewer|less|off more? the? whatsapp|whatsapps  whatsapp off  stop|not|never texting|text|messaging|whatsapp|whatsapping me $  no texts  turn|switch off whatsapp
`);

export const WHATSAPP = phrases(
  `use|via|by|on|through|send|with|switch to? me? whatsapp  whatsapp on|instead|please|me  turn|switch on whatsapp`,
);

export const NO_PUSH = phrases(
  `no|stop|off|mute|disable|without push|pushes|notifications  push|pushes|notifications off  turn|switch off the|push? notifications|pushes|push`,
);

export const PUSH = phrases(
  `turn|switch on the|push? notifications|pushes|push  push|notifications on|instead  use push`,
);

export const QUIET = phrases(`
  quiet  sleep|bed window|hours|time  silent  silence  do not disturb  no|not|stop|never * after|before|between|from|until|past|at|during|while|when|in|on  nothing after|before|between|from|past  mute
`);

export const BOTHER = phrases(`
  quiet  sleep|bed window|hours|time  silent  do not disturb  reminders|messages|texts|calls|notifications|pings|reminder|buzzing|bleeping|alerts  remind|message|text|call|ring|bug|bother|ping|disturb|nag|contact|wake|buzz|chime|chiming|beep|beeping|pester|reminding|texting|messaging|bothering|nagging|pinging|calling|ringing me|at
`);

export const NAG = phrases(`
  stop|quit|less|fewer|too|enough|many|more nagging|bothering|bugging|pestering|reminding|messaging|texting|reminders|messages|notifications me?
  stop all|the|sending reminders|messages|notifications  no more? reminders|messages|notifications $  leave me alone $
`);

export const NAME = phrases(
  `^ please? just? call me  ^ my name is|'s  's|is my name  ^ i go by  stop calling me  not call me`,
);

export const ZONE = phrases(`
  ^ i|we am|are|will be? now? in|at|moving|back|flying|off|going|travelling|traveling  ^ i|we have? moved|landed|arrived  time zone  timezone  use|switch|change|set|put * time  put|set|switch me on|to|in
`);

export const TONE = phrases(
  `be|talk|speak more|less|a bit|little? gentle|gentler|kind|kinder|soft|softer|nice|nicer|direct|blunt|strict|tough|tougher|harsh|harsher|stricter`,
);

export const SESSION = phrases(`sessions|session * default|always|usually  new plans  session length`);

/** What nobody can set here. */
export const ELSEWHERE = phrases(
  `email|e - mail|mail  12|24|twelve hour time|clock|format  am pm  dark mode|theme  summary|digest|briefing  sound|ringtone|volume  language`,
);

export const OTHERWISE = phrases(`
  settings  setting  preferences  dark mode  snooze settings  change my sleep|work hours|window|time  remind me earlier|later|sooner before|of
  begin|start my|the week|weeks on  summary|digest|briefing each|every|daily  daily|weekly summary|digest|briefing  less|more formal|casual|chatty|wordy  not write|say|talk|explain|ramble so|that|as|too much  messages|message|replies|answers|texts|you * too long|wordy|chatty|much  keep it|them short|shorter|brief  get to the point  be brief|briefer|concise  shorter|fewer|longer|briefer messages|replies|answers
  speak|talk|write|answer|reply|chat with|to? me in polish|german|french|spanish|italian|portuguese|turkish|arabic|hindi|dutch|russian|ukrainian|chinese
`);

export const QUIET_HOURS = phrases(`quiet hours|time  sleep|bed hours|window`);

export const WISHES = phrases(`use|change|set|switch|want|like|prefer|please|instead|confusing|send`);
