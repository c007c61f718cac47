// Reads iCalendar (RFC 5545) as Google, Apple, Outlook and Thunderbird write it: events, to-dos, and what recurs.
import ICAL from 'ical.js';
import { nothing, type Found } from './found.ts';
import { textOf, type Component, type Reading } from './ics-component.ts';
import { readRecurring } from './ics-recurring.ts';
import { readSingle } from './ics-single.ts';
import { unreadable } from './read-text.ts';

/** Beyond that many one file keeps the process too long. */
const MOST_COMPONENTS = 5000;

/** Throws IMPORT_UNREADABLE for what is no calendar, or none to its end. */
export function readIcs(text: string, reading: Reading): Found {
  const found = nothing('ics');
  const byUid = Map.groupBy(componentsOf(text), (one) => `${one.name} ${textOf(one, 'uid')}`);
  for (const [key, components] of byUid) {
    const single = components.filter((one) => !recurs(one) && !one.hasProperty('recurrence-id'));
    const master = components.find(recurs);
    const overrides = components.filter((one) => one.hasProperty('recurrence-id'));
    // Without an id nothing can be known again but by what it says.
    const isNamed = textOf(components[0]!, 'uid') !== '';
    for (const one of isNamed ? single.slice(-1) : single) readSingle(found, one, reading);
    if (master) readRecurring(found, key, { master, overrides }, reading);
    else for (const one of overrides) readSingle(found, one, reading);
  }
  return found;
}

const recurs = (one: Component): boolean =>
  !one.hasProperty('recurrence-id') && ['rrule', 'rdate'].some((name) => one.hasProperty(name));

function componentsOf(text: string): Component[] {
  let parsed: unknown;
  try {
    parsed = ICAL.parse(text);
  } catch (cause) {
    throw unreadable('no_calendar', 'It is no calendar, or it ends before its end.', cause);
  }
  const roots = (Array.isArray((parsed as unknown[])[0]) ? parsed : [parsed]) as never[];
  const calendars = roots.map((root) => new ICAL.Component(root)).filter(({ name }) => name === 'vcalendar');
  if (calendars.length === 0) throw unreadable('no_calendar', 'It is no calendar.');
  const all = calendars.flatMap((one) => [
    ...one.getAllSubcomponents('vevent'),
    ...one.getAllSubcomponents('vtodo'),
  ]);
  if (all.length > MOST_COMPONENTS)
    throw unreadable('too_many', `It holds more than ${MOST_COMPONENTS} events: cut it into several files.`);
  return all;
}
