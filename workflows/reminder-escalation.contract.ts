// What a reminder is given, told, and ends with: one id per task and generation. A run that was lost is followed by
// another one, which knows nothing of it but what the database does.
import { defineSignal } from '@temporalio/workflow';
import type { Person } from '../src/kernel/context.ts';
import type { Via } from '../src/kernel/via.ts';
import type { Closed } from '../src/reminders/close-as-missed.ts';
import type { Step } from '../src/reminders/claimed.ts';
import type { News } from '../src/reminders/reminders.ts';
import type { Taken } from '../src/reminders/step-channel.ts';

export const LADDER = ['push', 'whatsapp', 'call'] as const satisfies readonly Step[];

export interface ReminderInput extends Person {
  taskId: string;
  /** Grows when the task moves; a reminder of an older generation stops at its next rung. */
  generation: number;
  /** Of an activity: which time the ladder is climbed, from 1. */
  round?: number;
  /** Of a workflow: its task is settled, and all that it sees to is what became of this rung. */
  unclear?: Step;
}

/** `couldNotBeTold`: the provider could not say what became of the call, however often it was asked. */
export interface ClosingInput extends ReminderInput {
  couldNotBeTold?: boolean;
}

/** What became of one rung, or of the ladder's end. */
export type Rung = Taken | Closed;

/** undelivered: no rung was ever accepted, or a call was taken and no answer heard. */
export type ReminderResult = 'answered' | 'over' | 'missed' | 'undelivered';

/** The task was settled, moved or cancelled: this reminder has nothing left to do. Older doors do not say which. */
export const taskSettled = defineSignal<[by?: { via: Via }]>('taskSettled');
/**
 * What the reminder waits for may have changed (settings, a rung that failed later): it asks the database again. New
 * settings concern the rungs that were passed, too; older doors do not say what it was.
 */
export const situationChanged = defineSignal<[news?: News]>('situationChanged');
