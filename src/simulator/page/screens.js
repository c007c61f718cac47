// What each part of the page shows of the state. All of it is a pure picture: what a tap does comes in as functions.
import { byId, h, icon, timeOf, update } from './dom.js';

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
const MISSED = { action: 'missed', title: 'I missed it' };

export function showHome(state, number, on) {
  const cards = [...pushCards(state, number), ...textCards(state, number), ...callCards(state, number)];
  cards.sort((a, b) => b.at - a.at);
  update(byId('cards'), cards, () =>
    cards.length === 0
      ? [h('li', { class: 'nothing' }, 'Nothing new')]
      : cards.map((card) => notificationCard(card, on)),
  );
  cardsBefore = new Set(cards.map((card) => card.id));
}

/** Only what was not there before arrives with a movement. */
let cardsBefore = new Set();

function pushCards(state, number) {
  return state.notifications
    .filter((n) => isOn(n, number, state) && (n.status === 'shown' || n.status === 'opened'))
    .map((n) => ({
      kind: 'push',
      id: n.id,
      at: n.at,
      app: 'Flux',
      icon: 'bell',
      title: n.title,
      body: n.body,
      actions: n.actions,
    }));
}

function textCards(state, number) {
  const texts = state.messages
    .filter((m) => m.number === number && m.status === 'delivered' && m.direction !== 'inbound')
    .map((m) => ({
      kind: m.channel,
      id: m.sid,
      at: m.createdAt,
      app: m.channel === 'whatsapp' ? 'WhatsApp' : 'Messages',
      icon: 'chat',
      title: m.channel === 'whatsapp' ? 'Flux' : m.from,
      body: m.body,
      actions: [],
    }));
  const codes = state.verifications
    .filter((v) => v.to === number && v.status === 'pending')
    .map((v) => ({
      kind: 'code',
      id: v.sid,
      at: v.updatedAt,
      app: 'Messages',
      icon: 'chat',
      title: 'Flux',
      body: `Your verification code is ${v.code}.`,
      actions: [],
    }));
  return [...texts, ...codes];
}

function callCards(state, number) {
  const last = state.calls.findLast((c) => c.number === number);
  if (!last || last.pickedUpBy === 'human') return [];
  const heard = last.pickedUpBy === 'machine';
  if (!heard && last.status !== 'no-answer') return [];
  const base = { kind: 'call', id: last.sid, at: last.updatedAt, app: 'Phone', actions: [] };
  return heard
    ? [
        {
          ...base,
          icon: 'voicemail',
          title: last.endedAt ? 'New voicemail' : 'Voicemail is taking a call',
          body: last.spoken.join(' '),
        },
      ]
    : [{ ...base, icon: 'phone', title: 'Missed call', body: last.from }];
}

function isOn(notification, number, state) {
  return (notification.number ?? state.phones[0]?.number) === number;
}

function notificationCard(card, on) {
  const buttons = card.actions.map((a) =>
    h(
      'button',
      { class: 'action', 'data-key': `${card.id}/${a.action}`, onclick: () => on.press(card.id, a.action) },
      a.title,
    ),
  );
  const open = { push: () => on.open(card), whatsapp: () => on.openThread(), call: () => on.openCalls() }[
    card.kind
  ];
  const content = [
    h('p', { class: 'card-head' }, icon(card.icon), h('span', {}, card.app), h('time', {}, timeOf(card.at))),
    h('p', { class: 'card-title' }, card.title),
    h('p', { class: 'card-body' }, card.body),
  ];
  return h(
    'li',
    { class: `card card-${card.kind} ${cardsBefore.has(card.id) ? '' : 'new'}` },
    open
      ? h('button', { class: 'card-main', 'data-key': card.id, onclick: open }, ...content)
      : h('div', { class: 'card-main' }, ...content),
    card.kind === 'push'
      ? h(
          'button',
          {
            class: 'dismiss',
            'aria-label': `Dismiss ${card.title}`,
            'data-key': `${card.id}/dismiss`,
            onclick: () => on.dismiss(card.id),
          },
          icon('close'),
        )
      : null,
    buttons.length > 0 ? h('div', { class: 'actions' }, ...buttons) : null,
  );
}

/** The opened notification offers what a notification has no room for, too. */
export function showSheet(card, on) {
  byId('sheet-title').textContent = card.title;
  byId('sheet-body').textContent = card.body;
  const actions = [...card.actions.filter((a) => a.action !== MISSED.action), MISSED];
  byId('sheet-actions').replaceChildren(
    ...actions.map((a, i) =>
      h(
        'button',
        { class: i === 0 ? 'primary' : 'secondary', onclick: () => on.press(card.id, a.action) },
        a.title,
      ),
    ),
    h('button', { class: 'quiet', onclick: on.close }, 'Not now'),
  );
  const sheet = byId('sheet');
  const frame = sheet.parentElement.getBoundingClientRect();
  sheet.style.setProperty('--sheet-left', `${frame.left + (frame.width - 340) / 2}px`);
  sheet.style.setProperty('--sheet-bottom', `${innerHeight - frame.bottom + 22}px`);
  if (!sheet.open) sheet.showModal();
}

export function showThread(state, number, on) {
  const messages = state.messages.filter((m) => m.number === number && m.channel === 'whatsapp');
  const answered = new Set(messages.map((m) => m.repliedToSid));
  const thread = byId('thread');
  const changed = update(thread, messages, () =>
    messages.map((m) => bubble(m, answered.has(m.sid), messages, on)),
  );
  if (changed) thread.scrollTop = thread.scrollHeight;
}

function bubble(message, isAnswered, messages, on) {
  const mine = message.direction === 'inbound';
  const failed = message.status === 'failed' || message.status === 'undelivered';
  const quoted = messages.find((m) => m.sid === message.repliedToSid);
  return h(
    'li',
    { class: `bubble ${mine ? 'mine' : 'theirs'} ${failed ? 'failed' : ''}` },
    h('span', { class: 'hidden' }, mine ? 'You: ' : 'Flux: '),
    quoted ? h('p', { class: 'quote' }, quoted.body) : null,
    h('p', { class: 'text' }, message.body),
    h('p', { class: 'meta' }, timeOf(message.createdAt), ticks(message)),
    failed ? h('p', { class: 'failure' }, `Not delivered (${message.errorCode})`) : null,
    message.buttons.length > 0
      ? h(
          'div',
          { class: 'quick-replies' },
          ...message.buttons.map((b) => quickReply(message, b, isAnswered, on)),
        )
      : null,
  );
}

function quickReply(message, button, isAnswered, on) {
  return h(
    'button',
    {
      'data-key': `${message.sid}/${button.id}`,
      disabled: isAnswered ? '' : null,
      onclick: () => on.tap(message.sid, button.id),
    },
    icon('reply'),
    button.title,
  );
}

function ticks(message) {
  const name =
    { read: 'ticks', delivered: 'ticks', received: 'ticks', sent: 'tick' }[message.status] ?? 'clock';
  const wrapped = h('span', {
    class: `ticks ${message.status}`,
    role: 'img',
    'aria-label': message.status,
    title: message.status,
  });
  wrapped.append(icon(name));
  return wrapped;
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

export function showSettings(state, number) {
  const picker = byId('picker');
  update(
    picker,
    state.phones.map((p) => [p.number, p.name]),
    () =>
      state.phones.map((p) =>
        h('option', { value: p.number }, p.name === p.number ? p.number : `${p.name} · ${p.number}`),
      ),
  );
  picker.value = number;
  const phone = state.phones.find((p) => p.number === number);
  showMode(`${number} ${phone?.mode}`, phone?.mode);
  byId('carrier').textContent = phone && phone.name !== phone.number ? phone.name : '';
}

/** Only where the simulator's mode has changed: a choice just made is on its way there. */
function showMode(version, mode) {
  const modes = byId('modes');
  if (modes.version === version) return;
  modes.version = version;
  for (const radio of modes.querySelectorAll('input')) radio.checked = radio.value === mode;
}

export function showLog(state) {
  const events = state.protocol.slice(-120).toReversed();
  const errors = byId('errors');
  errors.hidden = state.errors.length === 0;
  const last = state.errors.at(-1);
  if (last)
    errors.textContent = `${state.errors.length} bad ${state.errors.length === 1 ? 'answer' : 'answers'}. Last: ${last.about} ${last.path} ${last.detail}`;
  update(
    byId('log'),
    events.map((e) => e.id),
    () => events.map(logEntry),
  );
}

function logEntry(event) {
  const incoming = event.direction === 'in';
  const failed = event.status === 0 || event.status >= 400;
  const fields = Object.entries(event.fields).filter(([, value]) => value !== '');
  return h(
    'li',
    { class: `entry ${incoming ? 'incoming' : 'outgoing'}` },
    h(
      'details',
      {},
      h(
        'summary',
        {},
        h('time', {}, timeOf(event.at, { hour: '2-digit', minute: '2-digit', second: '2-digit' })),
        h(
          'span',
          { class: 'direction', role: 'img', 'aria-label': incoming ? 'app to far side' : 'far side to app' },
          incoming ? '→' : '←',
        ),
        h('span', { class: 'about' }, event.about, h('span', {}, gist(event.fields))),
        h('code', {}, h('b', {}, event.method), ` ${shortPath(event.path)}`),
        h(
          'span',
          { class: `code ${failed ? 'bad' : 'good'}` },
          event.status === 0 ? 'cut' : String(event.status),
        ),
        h('span', { class: 'took' }, `${event.tookMs} ms`),
      ),
      h('dl', {}, ...fields.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
    ),
  );
}

/** What happened, in a word, where the fields say so. */
function gist(fields) {
  const word =
    fields.MessageStatus ?? fields.ButtonText ?? fields.Digits ?? fields.action ?? fields.CallStatus;
  return word ? ` ${word}` : '';
}

function shortPath(path) {
  return path
    .replace(/^\/2010-04-01\/Accounts\/AC\w+/, '…')
    .replace(/([0-9a-f]{8})-[0-9a-f-]{27}/, '$1…')
    .replace(/([A-Z]{2}[0-9a-f]{6})[0-9a-f]{26}/, '$1…');
}
