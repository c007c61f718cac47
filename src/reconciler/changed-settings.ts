// Has reminders that wait hear of a change of settings, where the word of it was lost; and applies what a cooling-off
// held back until now.
import { asSystem } from '../kernel/context.ts';
import { callFunction } from '../kernel/sql.ts';
import { wakeReminders } from '../reminders/wake-reminders.ts';
import { findChangedProfiles, type ChangedProfile } from './find-changed-profiles.sql.ts';
import type { Kind } from './kind.ts';
import { lately } from './lately.ts';

export const changedSettings: Kind = {
  name: 'changed-settings',
  look: ({ orm, reminders, log }, look) =>
    lately<ChangedProfile>(look, {
      find: (after) =>
        asSystem(orm, async (em) => {
          await callFunction({ em }, 'apply_all_easings');
          return findChangedProfiles(em, after);
        }),
      pick: async (profiles) => profiles,
      revive: async (person) => {
        await wakeReminders({ orm, reminders }, person);
        return true;
      },
      failed: ({ orgId, userId }, error) =>
        log.warn({ err: error, org_id: orgId, user_id: userId }, 'reminders not woken'),
    }),
};
