// The mailbox: lists what the mail server took, and shows one mail as text and as HTML.
import { byId, h, timeOf, update } from './dom.js';

const SHOWN = ['list-unsubscribe', 'auto-submitted'];
let mails = [];
let chosen = location.hash.slice(1);

async function read() {
  const res = await fetch('state');
  ({ mails } = await res.json());
  draw();
}

function draw() {
  const wanted = byId('to').value.trim().toLowerCase();
  const listed = mails.filter(({ to }) => to.includes(wanted)).toReversed();
  const mail = listed.find(({ id }) => id === chosen) ?? listed[0];
  update(byId('list'), [listed, mail?.id], () =>
    listed.length > 0
      ? listed.map((one) => entry(one, one === mail))
      : [h('p', { class: 'none' }, 'No mail yet.')],
  );
  update(byId('mail'), mail ?? null, () => (mail ? sheet(mail) : []));
}

function entry({ id, at, to, subject }, isChosen) {
  const choose = () => {
    chosen = id;
    history.replaceState(null, '', `#${id}`);
    draw();
  };
  return h(
    'button',
    { onclick: choose, 'aria-current': String(isChosen), 'data-key': id },
    subject,
    h('small', {}, `${to} · ${timeOf(at)}`),
  );
}

function sheet({ id, from, to, subject, messageId, text, headers }) {
  const further = SHOWN.filter((name) => headers[name]).map((name) => [name, headers[name]]);
  const lines = [['From', from], ['To', to], ['Subject', subject], ['Message-ID', messageId], ...further];
  return [
    h('dl', {}, ...lines.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
    h(
      'div',
      { class: 'both' },
      h('pre', { tabindex: '0', 'aria-label': 'Plain text' }, text),
      h('iframe', {
        src: `mails/${id}`,
        title: 'HTML',
        sandbox: 'allow-popups allow-popups-to-escape-sandbox',
        referrerpolicy: 'no-referrer',
      }),
    ),
  ];
}

byId('to').addEventListener('input', draw);
new EventSource('events').addEventListener('change', () => void read());
void read();
