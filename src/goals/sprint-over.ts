// When a goal's sprint is over: nothing of it is open, nothing of it rests, and no change of its plan waits.

/** Of `tasks t`. What rests by a pause and lies ahead comes back. */
const IS_TO_COME = `(t.status in ('pending', 'rescheduled')
  or t.status = 'cancelled' and t.cancelled_for = 'paused' and t.starts_at > now())`;
/** A condition on `goals g`. */
export const SPRINT_OVER = `g.status = 'active' and g.modifies is null
  and not exists (select from tasks t where t.org_id = g.org_id and t.goal_id = g.id and ${IS_TO_COME})
  and not exists (select from tasks t where t.org_id = g.org_id and t.user_id = g.user_id
    and t.shared_with_goal_ids <> '{}' and t.shared_with_goal_ids @> array[g.id] and ${IS_TO_COME})`;
