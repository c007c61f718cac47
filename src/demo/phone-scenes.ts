// What happens on Ana's phone: each channel's reminder, and what she does about it.
import { CAST } from '../seed/cast.ts';
import type { State } from '../simulator/state.ts';
import type { Phone } from './clients.ts';
import type { Narrator } from './narrator.ts';

const NUMBER = CAST.ana.phone;

/** Throws where no push with this title is shown. */
export async function watchPush(
  phone: Phone,
  title: string,
  tell: Narrator['tell'],
  reaction: string,
): Promise<void> {
  const push = await phone.waitFor('the push', (state) =>
    state.notifications.findLast(
      (one) =>
        one.number === NUMBER &&
        one.title === title &&
        one.status === 'shown' &&
        Date.now() - one.at < 60_000,
    ),
  );
  tell('Push', `${push.title} · ${push.body} [${push.actions.map((action) => action.title).join('] [')}]`);
  tell('Ana', reaction);
}

/** Throws where no message that begins with this title comes from now on. */
export async function watchWhatsApp(
  phone: Phone,
  title: string,
  tell: Narrator['tell'],
  reaction: string,
): Promise<void> {
  const since = Date.now();
  const message = await phone.waitFor('the WhatsApp message', (state) =>
    state.messages.findLast(
      (one) =>
        one.number === NUMBER &&
        one.direction === 'outbound-api' &&
        one.body.startsWith(title) &&
        one.createdAt >= since,
    ),
  );
  tell('WhatsApp', message.body);
  tell('Ana', reaction);
}

/** Ana presses 1, and hears what Flux says to it. */
export async function answerCall(phone: Phone, tell: Narrator['tell']): Promise<void> {
  const mine = `/phones/${encodeURIComponent(NUMBER)}/call`;
  await phone.waitFor('the call', ringing);
  tell('Call', 'rings');
  await phone.post(`${mine}/answer`);
  const call = await phone.waitFor('the question', (state) =>
    state.calls.findLast((one) => one.number === NUMBER && one.gathering !== null),
  );
  tell('Call', `“${call.caption}”`);
  await phone.post(`${mine}/digits`, { digits: '1' });
  tell('Ana', 'presses 1');
  const ended = await phone.waitFor('the end of the call', (state) =>
    state.calls.find((one) => one.sid === call.sid && one.status === 'completed'),
  );
  tell('Call', `“${ended.spoken.at(-1) ?? ''}”`);
}

/** Throws where no call comes, or nothing is said to the machine. */
export async function leaveToVoicemail(phone: Phone, tell: Narrator['tell']): Promise<void> {
  await phone.waitFor('the second call', ringing);
  await phone.post(`/phones/${encodeURIComponent(NUMBER)}/call/voicemail`);
  const voicemail = await phone.waitFor('the voicemail', (state) =>
    state.calls.findLast(
      (call) => call.number === NUMBER && call.pickedUpBy === 'machine' && call.spoken.length > 0,
    ),
  );
  tell('Call', `reaches voicemail, which is no answer: “${voicemail.spoken.join(' ')}”`);
}

const ringing = (state: State) =>
  state.calls.find((call) => call.number === NUMBER && call.status === 'ringing');
