// Which files are read, and by what they are known: the type that whoever sends them names.

export const SOURCES = ['flux', 'ics', 'todoist'] as const;
export type Source = (typeof SOURCES)[number];

export const SOURCE_OF_TYPE: ReadonlyMap<string, Source> = new Map([
  ['application/zip', 'flux'],
  ['text/calendar', 'ics'],
  ['text/csv', 'todoist'],
]);

/** What is larger is refused before it is read; texts take more of a processor for their size. */
export const MOST_BYTES: Readonly<Record<Source, number>> = {
  flux: 16 * 1024 * 1024,
  ics: 2 * 1024 * 1024,
  todoist: 2 * 1024 * 1024,
};
