// What verbs say became true. Whoever says it knows nothing of what follows; `temporal/perform-facts.ts` does that,
// after the commit.

/**
 * Ids and moments only: a fact may be logged. A new kind is one more line here and one in
 * `temporal/perform-facts.ts`.
 */
export type Fact =
  /** Done, missed, moved or cancelled: the reminder of this generation has nothing left to do. */
  | { kind: 'task_settled'; taskId: string; generation: number }
  /** Something is to be mailed, to whomever. */
  | { kind: 'email_queued'; emailId: string }
  /** The person did not do it, by their own word or by the end of its ladder. */
  | { kind: 'task_missed'; taskId: string }
  /** A task stands in the calendar: the first rung of its reminder is due at `dueAt`, or less than `leewayMs` later. */
  | { kind: 'reminder_due'; taskId: string; generation: number; dueAt: Date; leewayMs: number }
  /** The provider took a rung and gave it up later: the next one need not wait. */
  | { kind: 'rung_failed'; taskId: string; generation: number }
  /** The person's lead, window, night, zone, number, consent or channels: whatever waits for them asks again. */
  | { kind: 'settings_changed' }
  /** Somebody does not belong to the organisation any more: what is out to them for it is taken back. */
  | { kind: 'member_left' }
  /** A goal is negotiated no longer: whatever is drafted for it can stop. */
  | { kind: 'goal_decided'; goalId: string; decision: 'approved' | 'abandoned' }
  /** A turn of chat was told to stop, and has its answer: whoever works at it can leave it. */
  | { kind: 'turn_stopped'; conversationId: string; messageId: string }
  /** A draft is wanted no more: what a message asked for; null: one in the place of a draft that no longer held. */
  | { kind: 'draft_stopped'; goalId: string; requestedBy: string | null }
  /** A session of a goal is settled: it may have been its last one. */
  | { kind: 'session_settled'; goalId: string }
  /** It was the last one: the goal is completed; the next step of its roadmap, if it opened, is to be planned. */
  | { kind: 'sprint_over'; goalId: string; nextGoalId: string | null }
  /** Somebody asked for all that is kept of them: it is to be written. */
  | { kind: 'export_asked'; exportId: string }
  /** Somebody spoke in a session of a room, or said stop: `ownerId` is the room's. */
  | { kind: 'room_heard'; sessionId: string; ownerId: string }
  /** Somebody wants their account erased, wants it at once, or took that back: whoever waits looks again. */
  | { kind: 'erasure_changed'; erasureId: string }
  /** A month ("2026-12") has used so many per cent of what models may cost: once for each level and month. */
  | {
      kind: 'budget_crossed';
      budget: 'organisation' | 'member' | 'person' | 'goal';
      goalId: string | null;
      month: string;
      level: 80 | 100;
    };

export type FactOf<Kind extends Fact['kind']> = Extract<Fact, { kind: Kind }>;
