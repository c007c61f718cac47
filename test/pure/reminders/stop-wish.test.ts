// A plain wish to be left alone is understood in whatever plain words, and nothing else is taken for one.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Channel } from '../../../src/account/change-channels.ts';
import { mayWishToStop, parseReply } from '../../../src/reminders/reply.ts';

const split = (texts: string): string[] => texts.split(/\s*\|\s*/).map((text) => text.trim());
const stopsOf = (text: string): string => {
  const { intent, channels = ['whatsapp'] } = parseReply(text);
  return intent === 'stop' ? [...channels].toSorted().join(' ') : intent;
};

const WISHES: [channels: Channel[], texts: string][] = [
  [
    ['whatsapp'],
    `Please stop sending me these messages | unsubscribe | Can you please stop | STOP please I mean it | Stop texting me |
     could you stop messaging me please | kindly stop texting me now | I don't want any more messages | quit texting me |
     never text me again | I would like to unsubscribe please | please unsubscribe me from these messages |
     stop stop stop | hey stop it now please | I'd like you to stop texting | end all messages |
     just stop messaging me already | make it stop | could you please not text me |
     I don't need this, stop | don't send me that any more | I do not want to receive this |
     stop sending texts to me | enough already, stop | stop with this | you can stop now | stop these annoying messages | unsub | pls dont msg me again | bruh stop | omg stop texting |
     i want to stop getting these texts | I would like to no longer receive your WhatsApp messages | STOP!!! I don't want this anymore | please stoppp texting me`,
  ],
  [
    ['call'],
    `don't ring me any more | i do not want to be called anymore | would you please stop calling |
     I want you to stop calling me | please do not phone me ever again | cancel the calls |
     mute the calls | stop calling me at work | you may stop phoning me now, I get it | stop calls, messages are fine`,
  ],
  [
    ['push'],
    `stop bothering me with notifications | turn off the notifications on my phone | silence all notifications |
     stop the push stuff, whatsapp is fine | no more push notifications but keep the calls`,
  ],
  [['push', 'whatsapp'], `stop everything but the calls | leave me alone except for calls`],
  [
    ['call', 'whatsapp'],
    `stop calling and texting | please stop calling me and texting me | no more texts or calls please |
     don't message or call me | stop all calls and messages | you must stop calling and messaging me immediately`,
  ],
  [['call', 'push'], `turn off all notifications and calls`],
  [
    ['call', 'push', 'whatsapp'],
    `no reminders any more | can you stop reminding me? | do not contact me again | unsubscribe from all | leave me alone | please don't send me any reminders any more |
     don't bother me | never bother or disturb me | no more contact | no further communication | cease all communication | stop spamming me | take me off this list please | remove my number | delete my number from your system | no longer contact me`,
  ],
];

describe('a wish to stop', () => {
  it.each(
    WISHES.flatMap(([channels, texts]) =>
      split(texts).map((text) => [text, channels.toSorted().join(' ')] as const),
    ),
  )('%j: %s', (text, channels) => expect(stopsOf(text)).toBe(channels));
});

describe('a question', () => {
  it.each(split('stop? | STOP？ | Unsubscribe? | opt out?'))('%j of the bare word counts', (text) =>
    expect(stopsOf(text)).toBe('whatsapp'),
  );

  it.each(
    split(
      `can you stop texting me? | Could you please stop? | hey, would you stop messaging me now? | could you not text me?`,
    ),
  )('%j is a request', (text) => expect(stopsOf(text)).toBe('whatsapp'));
});

const OTHERS = split(
  `stop at the shop | don't call mum | stop it is done | I can't stop, done | do not stop | don't stop reminding me |
   please don't stop texting me | never stop reminding me | I stopped smoking | don't call the dentist again |
   stop calling mum | remind me to stop calling work | text mum no more | stop the oven | stopped by the office, done |
   call me later please | don't forget to message Tom | I didn't call anyone | can't stop won't stop | no stop needed |
   cancel my appointment with the dentist | end of the day | quit my job | unsubscribe from the newsletter of Lidl |
   stop messaging Anna | I don't want to stop | please do not stop the calls | stop after 5 km | no more sugar |
   leave the house | take me to the list | do not text and drive | off to the gym | messages read, done |
   stop and think | I won't stop calling until it is done | why did you stop calling me | don't remove me |
   don't bother | do not disturb | Don't bother. | no, don't bother now | stop at work | mute the phone | no contact | no call | no communication | turn off the oven | block the road for the run | less sugar | don't send it | never send this |
   do not unsubscribe me | no calls today please mum | cancel it | end the call with Tom | stop by later | I will stop now, done | don't ring the bell | call it done |
   don't stop me now | cancel the run | quit while ahead | stop it tomorrow | phone off, done | no calls today | opt me | take me | no message from Tom`,
);

describe('what means something else', () => {
  it.each(OTHERS)('%j is no stop', (text) => expect(parseReply(text).intent).not.toBe('stop'));
});

it.each(
  split(`No reminders? | No messages? | Stop messages? | stop calling me? | unsubscribe from all? | stop all? | no more? |
   stop everything but the reminders | stop messages but messages are fine | no messages | No calls | no calls, no messages | never get notifications | not getting notifications, never get messages |
   not receive messages | how do I stop this? | turn off the notifications of my other app | stop calling me at night | please pause your reminders for a week |
   too many notifications | don't start texting me again | enough texts | silence these messages until Monday | I really wish you would stop these calls | stop texting me so often |
   I don't need it | I no longer need this | I don't want that any more | no, I do not want it | I don't want anything | I don't want these anymore |
   Cancel everything | I want to quit | No more of these please | enough | wrong number, please don't write here again |
   all these messages must stop | I asked you to stop calling my phone | too many messages, stop`),
)('%j is asked back about', (text) =>
  expect([parseReply(text).intent, mayWishToStop(text)]).toEqual(['unknown', true]),
);

it.each(OTHERS.filter((text) => !/calling|why|Anna/.test(text)))('%j is not', (text) =>
  expect(mayWishToStop(text)).toBe(false),
);

const expectStop = (isOne: boolean, ...parts: string[]): void => {
  expect([parts.join(''), parseReply(parts.join('')).intent === 'stop']).toEqual([parts.join(''), isOne]);
};

describe('the grammar', () => {
  const front = fc.constantFrom(
    '',
    'please ',
    'can you ',
    'could you please ',
    'hey ',
    'just ',
    'I want you to ',
  );
  const gerund = fc.constantFrom(
    'calling',
    'calling me',
    'texting me',
    'messaging',
    'notifying me',
    'reminding me',
  );
  const verb = fc.constantFrom('call me', 'text me', 'message', 'notify me', 'remind me', 'contact me');
  const noun = fc.constantFrom(
    'calls',
    'these messages',
    'your texts',
    'the notifications',
    'any reminders',
    'messages',
  );
  const and = fc.constantFrom(' and ', ' or ', ', ');
  const back = fc.constantFrom('', ' please', ' now', ' any more', ' anymore', ' again', '!', ', thank you');
  const list = (one: fc.Arbitrary<string>) =>
    fc.tuple(fc.array(one, { minLength: 1, maxLength: 3 }), and).map(([all, by]) => all.join(by));
  const wish = fc.oneof(
    fc.tuple(front, fc.constantFrom('stop ', 'quit '), list(gerund), back),
    fc.tuple(front, fc.constantFrom('stop sending me ', 'stop ', 'cancel '), list(noun), back),
    fc.tuple(
      fc.constantFrom('', 'please '),
      fc.constantFrom("don't ", 'do not ', 'never '),
      list(verb),
      back,
    ),
    fc.tuple(fc.constant(''), fc.constantFrom('no more ', "I don't want "), list(noun), back),
  );

  it('takes every one of its sentences', () => {
    fc.assert(
      fc.property(wish, (parts) => expectStop(true, ...parts)),
      { numRuns: 500 },
    );
    expect.hasAssertions();
  });

  it('takes none of their negations', () => {
    const stop = fc.tuple(front, fc.constantFrom('stop ', 'quit '), list(gerund), back);
    const negations = "don't | do not | never | can't | I won't | I don't want you to | why did you".split(
      ' | ',
    );
    fc.assert(
      fc.property(stop, fc.constantFrom(...negations), ([, ...rest], not) =>
        expectStop(false, `${not} `, ...rest),
      ),
      { numRuns: 500 },
    );
    expect.hasAssertions();
  });

  it('takes none with a word more', () => {
    const words = 'mum | the shop | done | until Friday | so often | before eight | Tom | not'.split(' | ');
    fc.assert(
      fc.property(wish, fc.constantFrom(...words), (parts, word) =>
        expectStop(false, ...parts.slice(0, -1), ` ${word}`, parts.at(-1)!),
      ),
      { numRuns: 500 },
    );
    expect.hasAssertions();
  });
});

const STARTS: [channels: Channel[], texts: string][] = [
  [
    ['whatsapp'],
    `you can text me again | resume messages | remind me again | start reminders | start reminding me again please | hey, start texting me |
     please start sending me messages again | you may message me again | I want to get your messages again | I want reminders again |
     can you text me again? | Could you start the reminders again, please? | turn the messages back on | messages back on |
     bring back the reminders | opt me back in | sign me up again | subscribe me to your messages | it is ok to text me again |
     feel free to contact me again | id like you to remind me again | start messages, thanks | okay start sending the reminders |
     I would like to receive WhatsApp messages | can I have the texts back? | unmute the messages | restart sms | write to me again`,
  ],
  [
    ['call'],
    `call me again if I don't reply | you can start calling me again | turn the calls back on | I want you to call me again | resume phone calls now`,
  ],
  [
    ['push'],
    `turn the notifications back on | switch push notifications on | send me notifications | allow notifications again`,
  ],
  [
    ['call', 'whatsapp'],
    `you can text or call me again | resume calls and messages | calls and texts back on`,
  ],
  [['call', 'push', 'whatsapp'], `start everything | turn on everything | start all`],
];

describe('a wish to hear from us again', () => {
  it.each(
    STARTS.flatMap(([channels, texts]) =>
      split(texts).map((text) => [text, channels.toSorted().join(' ')] as const),
    ),
  )('%j: %s', (text, channels) => {
    const { intent, channels: started = ['whatsapp'] } = parseReply(text);
    expect([intent, [...started].toSorted().join(' ')]).toEqual(['start', channels]);
  });

  it.each(
    split(`start running | start the car | call me later | remind me at five | start writing | resume the run | begin | continue |
     don't start messages | no, do not text me again | never call me again | start messages? | texts on? | you can text Tom again |
     turn on the light | call mum again | I want a call from Tom | start call with Tom | when do you start reminding me | did you call me |
     I want no messages | start calls at nine | put me on the list | call her again | text me when done | remind me again tomorrow | notifications on the way`),
  )('%j is none', (text) => expect(parseReply(text).intent).not.toBe('start'));
});
