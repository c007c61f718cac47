// The WhatsApp thread: bubbles, ticks, quick replies. A picture of the state; what a tap does comes in as functions.
import { byId, h, icon, timeOf, update } from './dom.js';

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
