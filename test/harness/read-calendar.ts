// A calendar as two readers open it that know nothing of each other, or of what wrote it.
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';

export interface ReadEvent {
  uid: string;
  title: string;
  /** ISO 8601, UTC. */
  start: string;
  end: string;
  stamp: string;
  sequence: number;
  status: string;
}

/** By ical.js, which Thunderbird reads with. Throws for what is no calendar. */
export function readByIcalJs(text: string): ReadEvent[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as never[]);
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      title: event.summary,
      start: event.startDate.toJSDate().toISOString(),
      end: event.endDate.toJSDate().toISOString(),
      stamp: (component.getFirstPropertyValue('dtstamp') as InstanceType<typeof ICAL.Time>)
        .toJSDate()
        .toISOString(),
      sequence: Number(component.getFirstPropertyValue('sequence')),
      status: String(component.getFirstPropertyValue('status')),
    };
  });
}

/** By node-ical. */
export function readByNodeIcal(text: string): ReadEvent[] {
  return Object.values(nodeIcal.sync.parseICS(text)).flatMap((event) => {
    if (event?.type !== 'VEVENT') return [];
    return {
      uid: event.uid,
      title: event.summary as string,
      start: event.start.toISOString(),
      end: event.end!.toISOString(),
      stamp: event.dtstamp.toISOString(),
      sequence: Number(event.sequence),
      status: String(event.status),
    };
  });
}
