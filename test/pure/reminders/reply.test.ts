// What people write under a reminder, and what we take it for.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Channel } from '../../../src/account/change-channels.ts';
import {
  REPLY_INVITATION,
  type ReplyIntent,
  parseReply,
  readNamedReply,
} from '../../../src/reminders/reply.ts';

// One text between two bars; the odd ones stand in their own list below.
const SAID: [ReplyIntent, string][] = [
  [
    'done',
    `1 | 1. | 1) | #1 | １ | 1️⃣ | done | Done! | DONE 👍 | done. | "done" | Done, thanks! | 1 done |
     one | I'm done | I’m done | did it | I did it!! | all done ✅ | finished | Completed | ✅ | ✔️ |
     yes, done | döne | 𝐝𝐨𝐧𝐞 | 👍 | 👍🏽 | 👍👍 | 👌 | ✅✅ | done！ | ｄｏｎｅ | doneee | DONEEE!!! | donee | dooone |
     done。 | I've done it | already done | it's done | 👍 done`,
  ],
  [
    'reschedule',
    `2 | 2. | 2️⃣ | reschedule | Reschedule please | 2 reschedule | later | Later! | not now |
     snooze | postpone | another time | laterrr | remind me later | i'll do it later`,
  ],
  [
    'missed',
    `3 | 3! | 3️⃣ | missed | Missed it | I missed it | skip | Skip it. | skipped | not done |
     didn't do it | I haven't done it | skippp | did not do it`,
  ],
  [
    'stop',
    `stop | STOP | Stop. | stop!!! | UNSUBSCRIBE | cancel | END | quit | Revoke |
     OPTOUT | opt out | Opt-Out | please stop | stop please | Stop, thank you | stop? | 🛑 stop | stop？ | STOP！ |
     don't text me | stop texting me | stop texts | don’t write to me | stoppp | STOOOP | stopppp!!! | 🛑 | 🛑🛑 |
     no more messages | i want to opt out | unsubscribeee | ｓｔｏｐ |
     STOPP | abmelden | aufhören | Hör auf! | ARRET | arrêt | ARRÊTER | désabonner | PARAR | para |
     baja | alto | no más | SAIR | cancelar inscrição | annulla | disiscrivimi | afmelden |
     wypisz mnie | przestań | DUR | iptal | СТОП | отписаться | توقف | إلغاء | रोकें | बंद करो | 停止 |
     退订 | 配信停止 | 수신거부 | hủy | dừng lại`,
  ],
  ['start', `START | start | Unstop | opt in | Start!`],
  ['help', `HELP | help | Info | ? | help? | ？ | ?? | help me`],
  [
    'unknown',
    `🙂 | 👎 | ❌ | 🚫 | done ❌ | 👍👎 | done？ | done؟ | ¿done | done ? | 1？ | done⁇ | stoop | odone | do ne | not quite |
     almost done | soon done | isn't done | calling | call | stop the car | no calls today please mum | no | No. | yes | ok | 0 | 4 | 11 | 12 | 1.5 | 1 2 | 1 or 2? | - | . | * | # |
     stop by the shop | don't stop | non-stop | stop at 5 | I could not stop running | bus stop |
     the end | weekend | cancel my dentist | quit smoking | start running | help me plan | done? |
     Was it done? | well done | not quite done | 1 hour | at 3 | later today at 5 | skip the rope |
     constructor | __proto__ | toString | undefined | null | stop,start | 1,one | done later`,
  ],
];
const ODD: [ReplyIntent, string][] = [
  ['done', ' 1 '],
  ['done', 'done\n'],
  ['stop', ' stop '],
  ['unknown', ''],
  ['unknown', ' '],
];

const CASES = [
  ...ODD,
  ...SAID.flatMap(([intent, texts]) => texts.split(/\s*\|\s*/).map((text) => [intent, text] as const)),
];

it.each(CASES)('%s: %j', (intent, text) => expect(parseReply(text)).toEqual({ intent, token: null }));

const CHANNELS: [intent: 'stop' | 'start', channels: Channel[], texts: string][] = [
  [
    'stop',
    ['call'],
    `stop calls | STOP CALLS | Stop calling me! | stop calling | Don’t call me | please don't call me again | no calls anymore |
     no more phone calls | stop ringing me | calls off | never call me | stop callinggg | keine Anrufe mehr`,
  ],
  ['stop', ['push'], `stop notifications | STOP PUSH | no more notifications | turn off notifications`],
  [
    'stop',
    ['push', 'whatsapp', 'call'],
    `STOPALL | stop all | Stop everything! | stop reminding me | no more reminders | do not contact me | Leave me alone |
     remove me | take me off your list | stop bothering me`,
  ],
  [
    'start',
    ['call'],
    `start calls | START CALLING | start calling me | start calling me again | start phone calls | start call | call me again |
     calls on | turn on calls | turn calls on | enable calls | resume calls | call me | you can call me | you can call me again |
     you may call me`,
  ],
  [
    'start',
    ['push'],
    `start notifications | start push | start push notifications | notifications on | push on | turn on notifications |
     turn notifications on | enable notifications | notify me again | turn the notifications back on`,
  ],
  ['start', ['push', 'whatsapp', 'call'], `start all | START EVERYTHING`],
];

it.each(
  CHANNELS.flatMap(([intent, channels, texts]) =>
    texts.split(/\s*\|\s*/).map((text) => [intent, channels, text] as const),
  ),
)('%s %j: %j', (intent, channels, text) =>
  expect(parseReply(text)).toEqual({ intent, channels, token: null }),
);

it.each([
  ['done swimming', { intent: 'done', about: 'swimming' }],
  ['Done: Run 5 km', { intent: 'done', about: 'run 5 km' }],
  ['Run 5 km – done!', { intent: 'done', about: 'run 5 km' }],
  ['done AB12CD', { intent: 'done', about: 'ab12cd' }],
  ['(Ref AB12CD) done', { intent: 'done', about: 'ref ab12cd' }],
  ['skip the second one', { intent: 'missed', about: 'the second one' }],
  ['second done', { intent: 'done', about: 'second' }],
  ['later yoga', { intent: 'reschedule', about: 'yoga' }],
  ['2 yoga', { intent: 'reschedule', about: 'yoga' }],
  ['not done swimming', { intent: 'missed', about: 'swimming' }],
  ['swimming not done', { intent: 'missed', about: 'swimming' }],
  ['done', null],
  ['done swimming?', null],
  ['done swimming ❌', null],
  ['stop swimming', null],
  ['start swimming', null],
  ['swimming', null],
])('what %j names', (text, named) => expect(readNamedReply(text)).toEqual(named));

describe('a button', () => {
  it.each([
    ['done', { intent: 'done', token: null }],
    ['done:r.7F3K', { intent: 'done', token: 'r.7F3K' }],
    ['reschedule:a:b', { intent: 'reschedule', token: 'a:b' }],
    ['missed:', { intent: 'missed', token: null }],
    ['Done', { intent: 'done', token: null }],
    ['RESCHEDULE', { intent: 'reschedule', token: null }],
    ['stop:x', { intent: 'stop', token: null }],
  ])('%s counts before its text', (buttonPayload, reply) => {
    for (const text of ['Later', 'Fertig', 'Erledigt ✅', '完了', 'Fait ?'])
      expect(parseReply(text, { buttonPayload })).toEqual(reply);
  });

  it.each(['', 'x:done', 'constructor', '__proto__', 'Fertig', null])(
    '%j is none of ours: the text counts',
    (buttonPayload) => {
      expect(parseReply('missed', { buttonPayload })).toEqual({ intent: 'missed', token: null });
    },
  );

  it('never outweighs a stop', () => {
    expect(parseReply('STOP', { buttonPayload: 'done:1' }).intent).toBe('stop');
    expect(parseReply('anything', { buttonPayload: 'done:1', optOutType: 'STOP' }).intent).toBe('stop');
  });
});

it.each([
  ['STOP', 'stop'],
  ['START', 'start'],
  ['HELP', 'help'],
  ['other', 'unknown'],
])("takes Twilio's word for an opt-out: %s", (optOutType, intent) => {
  expect(parseReply('hm', { optOutType }).intent).toBe(intent);
});

it('understands every answer that it invites', () => {
  const invited = [...REPLY_INVITATION.matchAll(/(\d) (\w+)/g)];
  expect(invited.map(([, , word]) => word)).toEqual(['done', 'reschedule', 'missed']);
  for (const [, digit = '', word = ''] of invited) {
    expect(parseReply(digit).intent).toBe(word);
    expect(parseReply(word).intent).toBe(word);
  }
});

it('takes no sentence of several words for an opt-out unless it is listed', () => {
  const word = fc.constantFrom('by', 'the', 'shop', 'run', 'at', 'five', 'tomorrow', 'bus');
  fc.assert(
    fc.property(
      fc.constantFrom('stop', 'cancel', 'end', 'quit'),
      fc.array(word, { minLength: 1 }),
      (stop, words) => {
        expect(parseReply(`${stop} ${words.join(' ')}`).intent).toBe('unknown');
      },
    ),
  );
});
