// An event or a to-do as the parser gives it, and how what it leaves open is read.
import type ICAL from 'ical.js';

export type Component = InstanceType<typeof ICAL.Component>;

/** How what the file leaves open is read. */
export interface Reading {
  /** The zone of the person: of times without one. */
  home: string;
  /** "09:00", for what has a day and no time; null: it is refused. */
  allDayAt: string | null;
}

/** "" where there is none. */
export function textOf(one: Component, name: string): string {
  const value = one.getFirstPropertyValue(name) as { toString(): string } | null | undefined;
  return value?.toString() ?? '';
}
