// What lies beside the phone: whose it is and how it behaves, and every request between the app and the far side.
import { byId, h, timeOf, update } from './dom.js';

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
  const elsewhere = state.calls.findLast((c) => c.number !== number && c.status === 'ringing')?.number;
  const other = state.phones.find((p) => p.number === elsewhere);
  byId('elsewhere').textContent = elsewhere ? `${other?.name ?? elsewhere} rings` : '';
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
