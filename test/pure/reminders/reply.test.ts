// What people write under a reminder, and what we take it for.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REPLY_INVITATION, type ReplyIntent, parseReply } from '../../../src/reminders/reply.ts';

// One text between two bars; the odd ones stand in their own list below.
const SAID: [ReplyIntent, string][] = [
  [
    'done',
    `1 | 1. | 1) | #1 | １ | 1️⃣ | done | Done! | DONE 👍 | done. | "done" | Done, thanks! | 1 done |
     one | I'm done | I’m done | did it | I did it!! | all done ✅ | finished | Completed | ✅ | ✔️ |
     yes, done | döne | 𝐝𝐨𝐧𝐞`,
  ],
  [
    'reschedule',
    `2 | 2. | 2️⃣ | reschedule | Reschedule please | 2 reschedule | later | Later! | not now |
     snooze | postpone | another time`,
  ],
  [
    'missed',
    `3 | 3! | 3️⃣ | missed | Missed it | I missed it | skip | Skip it. | skipped | not done |
     didn't do it`,
  ],
  [
    'stop',
    `stop | STOP | Stop. | stop!!! | STOPALL | stop all | UNSUBSCRIBE | cancel | END | quit | Revoke |
     OPTOUT | opt out | Opt-Out | please stop | stop please | Stop, thank you | stop? | 🛑 stop |
     don't text me | Don’t call me | do not contact me | stop texting me | stop calling me! |
     no more messages | remove me | Leave me alone | take me off your list | i want to opt out |
     STOPP | abmelden | aufhören | Hör auf! | ARRET | arrêt | ARRÊTER | désabonner | PARAR | para |
     baja | alto | no más | SAIR | cancelar inscrição | annulla | disiscrivimi | afmelden |
     wypisz mnie | przestań | DUR | iptal | СТОП | отписаться | توقف | إلغاء | रोकें | बंद करो | 停止 |
     退订 | 配信停止 | 수신거부 | hủy | dừng lại`,
  ],
  ['start', `START | start | Unstop | opt in | Start!`],
  ['help', `HELP | help | Info | ? | help?`],
  [
    'unknown',
    `👍 | 🙂 | no | No. | yes | ok | 0 | 4 | 11 | 12 | 1.5 | 1 2 | 1 or 2? | - | . | * | # |
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

describe('a button', () => {
  it.each([
    ['done', { intent: 'done', token: null }],
    ['done:r.7F3K', { intent: 'done', token: 'r.7F3K' }],
    ['reschedule:a:b', { intent: 'reschedule', token: 'a:b' }],
    ['missed:', { intent: 'missed', token: null }],
  ])('%s counts before its text', (buttonPayload, reply) => {
    expect(parseReply('Later', { buttonPayload })).toEqual(reply);
  });

  it.each(['', 'stop:x', 'Done', 'x:done', 'constructor', null])(
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
