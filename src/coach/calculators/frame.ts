// What every calculator is given, and what it makes: a step for each session, and the parts that these weeks cannot
// hold.

/** What the course has to fit into. */
export interface Frame {
  /** 1 to 6. */
  weeks: number;
  /** The week of each session, in order; sessions on days to be kept free are not among them. */
  weekOf: number[];
  /** Of the longest session. */
  minutes: number;
  /** The first day; null while nobody has looked into the calendar. */
  firstOn: string | null;
}

export interface Step {
  title: string;
  how: string;
  minutes: number;
}

export interface Course {
  title: string;
  /** One for each session, in order. */
  sessions: Step[];
  /**
   * Titles of the parts of a goal that these weeks cannot hold, the first one being this plan; empty where they can.
   */
  roadmap: string[];
  /** Something the person should know before they agree. */
  notes: string[];
}

/** Minutes in steps of five, within what a session may be. */
export const rounded = (minutes: number): number => Math.max(5, Math.min(240, Math.round(minutes / 5) * 5));
