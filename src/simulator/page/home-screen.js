// The lock screen: what has arrived, newest first, and the sheet of an opened notification. Taps come in as functions.
import { byId, h, icon, timeOf, update } from './dom.js';

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

const MISSED = { action: 'missed', title: 'I missed it' };

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
