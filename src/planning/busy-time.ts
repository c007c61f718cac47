// When something stands in a person's calendar already.

/** Something the person does already: a pending task, an appointment. The end is excluded. */
export interface BusyTime {
  title: string;
  startsAt: Date;
  endsAt: Date;
}
