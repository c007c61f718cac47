// The call that takes the whole screen, its keypad, and the log of calls. What a tap does comes in as functions.
import { byId, h, icon, timeOf, update } from './dom.js';

/** Returns the call that takes the whole screen, if there is one. */
export function showCall(state, number, on) {
  const call = state.calls.findLast(
    (c) =>
      c.number === number &&
      (c.status === 'ringing' || (c.status === 'in-progress' && c.pickedUpBy === 'human')),
  );
  const screen = byId('call');
  screen.hidden = !call;
  screen.parentElement.classList.toggle('in-call', call !== undefined);
  if (!call) return undefined;
  const ringing = call.status === 'ringing';
  screen.classList.toggle('ringing', ringing);
  byId('call-number').textContent = call.from;
  byId('caption').textContent = ringing ? '' : call.caption;
  byId('keypad').hidden = ringing;
  byId('keypad').classList.toggle('listening', call.gathering !== null);
  update(byId('call-buttons'), [call.sid, ringing], () =>
    ringing
      ? [
          roundButton('Decline', 'red', 'phone', on.decline),
          h('button', { class: 'to-voicemail', onclick: on.voicemail }, icon('voicemail'), 'Voicemail'),
          roundButton('Answer', 'green', 'phone', on.answer),
        ]
      : [roundButton('Hang up', 'red', 'phone', on.hangUp)],
  );
  return call;
}

function roundButton(label, colour, name, onclick) {
  return h(
    'button',
    { class: `call-button ${colour}`, 'data-key': label, onclick },
    h('span', {}, icon(name)),
    label,
  );
}

export function buildKeypad(onPress) {
  const letters = ['', 'ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ', '', '+', ''];
  byId('keypad').replaceChildren(
    ...Array.from('123456789*0#', (digit, i) =>
      h(
        'button',
        { 'data-key': digit, 'aria-label': digit, onclick: () => onPress(digit) },
        digit,
        h('small', { 'aria-hidden': 'true' }, letters[i]),
      ),
    ),
  );
}

export function showCallLog(state, number) {
  const calls = state.calls.filter((c) => c.number === number).toReversed();
  update(byId('call-log'), calls, () =>
    calls.length === 0
      ? [h('li', { class: 'nothing' }, 'No calls yet')]
      : calls.map((c) =>
          h(
            'li',
            {},
            h(
              'p',
              { class: 'card-head' },
              icon(c.pickedUpBy === 'machine' ? 'voicemail' : 'phone'),
              h('span', {}, c.pickedUpBy === 'machine' ? 'Voicemail' : CALL_RESULT[c.status]),
              h('time', {}, timeOf(c.createdAt)),
            ),
            c.spoken.length > 0 ? h('p', { class: 'card-body' }, `“${c.spoken.join(' ')}”`) : null,
            c.gathered.some(Boolean)
              ? h('p', { class: 'pressed' }, `Pressed ${c.gathered.filter(Boolean).join(', ')}`)
              : null,
          ),
        ),
  );
}

const CALL_RESULT = {
  queued: 'Calling',
  ringing: 'Ringing',
  'in-progress': 'On the phone',
  completed: 'Answered',
  busy: 'Declined',
  'no-answer': 'Missed',
  canceled: 'Stopped by the app',
  failed: 'Failed',
};
