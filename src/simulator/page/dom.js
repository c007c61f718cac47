// The few lines that stand in for a framework: every text goes in as text, never as markup.

/** @param {string} name a symbol of the page's sprite */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

/** An element: `onclick` and its like are listeners, all else attributes; strings among the children become text. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Rebuilds `container` only when `data` has changed, and leaves the focus on the element with the same data-key. */
export function update(container, data, build) {
  const version = JSON.stringify(data);
  if (container.version === version) return false;
  container.version = version;
  const focusedKey = container.contains(document.activeElement)
    ? document.activeElement.dataset.key
    : undefined;
  container.replaceChildren(...build());
  if (focusedKey) container.querySelector(`[data-key="${CSS.escape(focusedKey)}"]`)?.focus();
  return true;
}

export async function post(path, body) {
  const res = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  });
  const answer = await res.json();
  if (!res.ok) throw new Error(answer.message);
  return answer;
}

export function timeOf(at, options = { hour: '2-digit', minute: '2-digit' }) {
  // 24 hours everywhere: a phone's clock and the log's column have no room for AM and PM.
  return new Date(at).toLocaleTimeString([], { ...options, hourCycle: 'h23' });
}
