// The WhatsApp template that Flux needs, as the simulator's account has it: approved, with three quick replies.
import type { Template } from './state.ts';

/** Variables: what, when, reference. The buttons' ids come back as ButtonPayload. */
export const REMINDER_TEMPLATE: Template = {
  sid: `HX${'0'.repeat(31)}1`,
  name: 'flux_reminder',
  body: '{{1}} {{2}}. Reply 1 done, 2 reschedule, 3 missed. (Ref {{3}})',
  buttons: [
    { id: 'done', title: 'Done' },
    { id: 'reschedule', title: 'Later' },
    { id: 'missed', title: 'Missed' },
  ],
  approval: 'approved',
};
