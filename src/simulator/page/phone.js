// The simulated phone in the browser: follows the simulator's state and hands every tap back to it.
import { buildKeypad, showCall, showCallLog } from './call-screen.js';
import { showLog, showSettings } from './desk.js';
import { byId, post, timeOf } from './dom.js';
import { showHome, showSheet } from './home-screen.js';
import { showThread } from './thread-screen.js';

let state;
let number = new URL(location.href).searchParams.get('phone');
let clockOffsetMs = 0;
let announced = Date.now();

const here = () => `/phones/${encodeURIComponent(number)}`;

/** Runs what a tap asks for and says on the phone what came of it. */
async function act(request, say) {
  try {
    const answer = await request;
    const message = say?.(answer);
    if (message) toast(message);
  } catch (error) {
    toast(error.message);
  }
}

const taps = {
  press: (id, action) => {
    byId('sheet').close();
    return act(post(`/notifications/${id}/press`, { action }), (n) => n.answer?.message ?? null);
  },
  open: async (card) => {
    await act(post(`/notifications/${card.id}/open`));
    showSheet(card, { press: taps.press, close: () => byId('sheet').close() });
  },
  dismiss: (id) => act(post(`/notifications/${id}/dismiss`)),
  openThread: () => select('whatsapp'),
  openCalls: () => select('calls'),
  tap: (messageSid, button) => act(post(`${here()}/taps`, { messageSid, button })),
  answer: () => act(post(`${here()}/call/answer`)),
  decline: () => act(post(`${here()}/call/decline`)),
  voicemail: () => act(post(`${here()}/call/voicemail`)),
  hangUp: () => act(post(`${here()}/call/hang-up`)),
};

function render() {
  number ??= state.phones[0]?.number ?? null;
  clockOffsetMs = state.now - Date.now();
  showLog(state);
  showSettings(state, number);
  showHome(state, number, taps);
  showThread(state, number, taps);
  showCallLog(state, number);
  const call = showCall(state, number, taps);
  const unread = state.messages.filter(
    (m) => m.number === number && m.channel === 'whatsapp' && m.status === 'delivered',
  );
  const badge = byId('unread');
  badge.hidden = unread.length === 0;
  badge.textContent = String(unread.length);
  if (unread.length > 0 && !byId('whatsapp').hidden && !call && document.visibilityState === 'visible')
    void act(post(`${here()}/thread/read`));
  announce(call, unread);
  tick();
}

/** Tells a screen reader what has just arrived. */
function announce(call, unread) {
  const fresh = (at) => at > announced;
  const push = state.notifications.findLast((n) => n.status === 'shown' && fresh(n.at));
  const message = unread.findLast((m) => fresh(m.createdAt));
  if (call?.status === 'ringing' && fresh(call.createdAt)) byId('announcer').textContent = 'Flux is calling';
  else if (push) byId('announcer').textContent = `${push.title}. ${push.body}`;
  else if (message) byId('announcer').textContent = `WhatsApp: ${message.body}`;
  else return;
  announced = state.now;
}

/** What changes with time alone. */
function tick() {
  const now = Date.now() + clockOffsetMs;
  byId('clock').textContent = timeOf(now);
  byId('lock-time').textContent = timeOf(now);
  byId('lock-date').textContent = new Date(now).toLocaleDateString([], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
  const call = state?.calls.findLast((c) => c.number === number && c.endedAt === null);
  if (!call) return;
  const seconds = Math.max(0, Math.floor((now - (call.answeredAt ?? now)) / 1000));
  const length = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  const status = call.status === 'ringing' ? 'is calling …' : length;
  if (byId('call-status').textContent !== status) byId('call-status').textContent = status;
}

function select(panel) {
  for (const tab of document.querySelectorAll('[role=tab]')) {
    const isSelected = tab.getAttribute('aria-controls') === panel;
    tab.setAttribute('aria-selected', String(isSelected));
    tab.tabIndex = isSelected ? 0 : -1;
    byId(tab.getAttribute('aria-controls')).hidden = !isSelected;
  }
  byId('thread').scrollTop = byId('thread').scrollHeight;
  if (state) render();
}

function toast(text) {
  const element = byId('toast');
  element.textContent = text;
  element.classList.add('visible');
  clearTimeout(element.timer);
  element.timer = setTimeout(() => element.classList.remove('visible'), 4000);
}

let isLoading = false;
let isStale = false;
async function load() {
  if (isLoading) {
    isStale = true;
    return;
  }
  isLoading = true;
  try {
    do {
      isStale = false;
      state = await (await fetch('/state')).json();
      render();
    } while (isStale);
  } finally {
    isLoading = false;
  }
}

const events = new EventSource('/events');
events.addEventListener('change', () => void load());
events.addEventListener('open', () => (byId('connection').textContent = ''));
events.addEventListener('error', () => (byId('connection').textContent = 'No connection'));

buildKeypad((digit) => void act(post(`${here()}/call/digits`, { digits: digit })));
for (const tab of document.querySelectorAll('[role=tab]'))
  tab.addEventListener('click', () => select(tab.getAttribute('aria-controls')));
document.querySelector('[role=tablist]').addEventListener('keydown', (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  const tabs = [...document.querySelectorAll('[role=tab]')];
  const next = tabs.at((tabs.indexOf(document.activeElement) + step) % tabs.length);
  next.focus();
  select(next.getAttribute('aria-controls'));
});
byId('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = byId('text').value.trim();
  if (text === '') return;
  byId('text').value = '';
  void act(post(`${here()}/texts`, { text }));
});
byId('picker').addEventListener('change', (event) => {
  number = event.target.value;
  render();
});
byId('modes').addEventListener(
  'change',
  (event) => void act(post(`${here()}/mode`, { mode: event.target.value })),
);
document.addEventListener('visibilitychange', () => state && render());
setInterval(tick, 1000);
select(['whatsapp', 'calls'].includes(location.hash.slice(1)) ? location.hash.slice(1) : 'home');
