// How long what is kept for a while only: data, in the order in which it goes. A new kind of such rows is one more
// line here.
import { KEPT_FOR } from '../kernel/idempotency.ts';
import { EMAIL_POLICIES } from './email-policies.ts';

export interface Policy {
  /** Stable: it stands in workflow histories and in metrics. */
  name: string;
  table: string;
  /** SQL over the table's columns: the moment from which `keep` counts. An index on it finds the oldest rows. */
  endedAt: string;
  /** PostgreSQL interval. */
  keep: string;
  /** As people say it, where the row itself knows when it is over. */
  spoken?: string;
  /**
   * SQL that must hold as well. It is for exceptions: what is old and stays is looked at again in every batch. Rows
   * of other tables are asked for by a scalar subquery, which is looked up by key; a join may be answered by reading
   * the other table whole.
   */
  only?: string;
  /** No index, since it would cost every request more than it saves here: rows go as they lie in the table. */
  isUnordered?: true;
  why: string;
}

const IS_SETTLED = `status not in ('pending', 'rescheduled')`;

/** What refers to other rows comes before them. */
export const POLICIES: readonly Policy[] = [
  {
    name: 'rate-limit-buckets',
    table: 'rate_limit_buckets',
    endedAt: 'full_at',
    keep: '1 hour',
    isUnordered: true,
    why: 'A full bucket is the same as none. An hour, so that who comes and goes does not make a new row each time.',
  },
  {
    name: 'idempotency-keys',
    table: 'idempotency_keys',
    endedAt: 'expires_at',
    keep: '0',
    spoken: KEPT_FOR,
    why: 'How long a client may repeat its request stands in the row; after that the key counts as new.',
  },
  {
    name: 'refresh-tokens',
    table: 'refresh_tokens',
    endedAt: 'expires_at',
    keep: '30 days',
    why: 'No longer good for anything, but while it is here its reuse still ends a session that somebody else may hold.',
  },
  {
    name: 'sessions',
    table: 'sessions',
    endedAt: 'least(revoked_at, expires_at)',
    keep: '60 days',
    only: '(select true from refresh_tokens r where r.session_id = sessions.id limit 1) is null',
    why: 'For a month one can look into who was signed in. The month before, its last refresh token is not yet forgotten.',
  },
  {
    name: 'invitations',
    table: 'invitations',
    endedAt: 'least(accepted_at, revoked_at, expires_at)',
    keep: '30 days',
    why: 'For a month its organisation can see what came of it. It names somebody who may never have joined.',
  },
  ...EMAIL_POLICIES,
  {
    name: 'api-keys',
    table: 'api_keys',
    endedAt: 'least(revoked_at, expires_at)',
    keep: '90 days',
    why: 'A quarter to find out which key did what, and when it was last used.',
  },
  {
    name: 'agent-runs',
    table: 'specialist_findings',
    endedAt: 'created_at',
    keep: '30 days',
    only: `(select status <> 'negotiating' from goals g where g.id = specialist_findings.goal_id)`,
    why: 'The draft holds what came of them; for a month one can look up why it is as it is. A goal under negotiation still needs them.',
  },
  {
    name: 'safety-events',
    table: 'safety_events',
    endedAt: 'created_at',
    keep: '3 years',
    why: 'Long enough to answer for what the crisis guard did, and when. It holds no word of anybody.',
  },
  {
    name: 'llm-calls',
    table: 'llm_call_events',
    endedAt: 'created_at',
    keep: '13 months',
    why: 'A year can be held against the one before, month by month; bills of providers are settled long before that.',
  },
  {
    name: 'llm-spendings',
    table: 'llm_spendings',
    endedAt: 'created_at',
    keep: '13 months',
    why: 'As long as the calls that they are the sums of. A month that is over holds nobody back.',
  },
  {
    name: 'deleted-rooms',
    table: 'rooms',
    endedAt: 'deleted_at',
    keep: '30 days',
    why: 'A month to find out what was said in a room that somebody deleted. What its calls cost stays as long as all calls do.',
  },
  {
    name: 'proposals',
    table: 'proposals',
    endedAt: 'expires_at',
    keep: '7 days',
    why: 'A week to see what a model wanted after it can no longer be applied. What came of it stands where it was done.',
  },
  {
    name: 'export-files',
    table: 'account_export_parts',
    endedAt: 'created_at',
    keep: '7 days',
    why: 'A week to fetch it; another one can be asked for at any time. It is the most private thing that we keep.',
  },
  {
    name: 'imports',
    table: 'account_imports',
    endedAt: 'created_at',
    keep: '7 days',
    why: 'A week to look at what would come of a file. What came of it stands in the calendar.',
  },
  {
    name: 'exports',
    table: 'account_exports',
    endedAt: 'created_at',
    keep: '90 days',
    only: '(select true from account_export_parts p where p.export_id = account_exports.id limit 1) is null',
    why: 'A quarter in which a person can see whether somebody asked for their data. The files are gone long before.',
  },
  {
    name: 'notifications',
    table: 'notification_log',
    endedAt: 'created_at',
    keep: '90 days',
    only: `task_id is not null and (select ${IS_SETTLED} from tasks t where t.id = notification_log.task_id)`,
    why: 'A quarter is long enough to answer for a message or a phone bill. What belongs to no task may be a STOP, which proves consent: it stays.',
  },
  {
    name: 'dispatches',
    table: 'dispatch_log',
    endedAt: 'created_at',
    keep: '90 days',
    only: `(state not in ('sending', 'unknown') or reason = 'never_confirmed')
      and (select ${IS_SETTLED} from tasks t where t.id = dispatch_log.task_id)
      and (select true from notification_log n
           where (n.org_id, n.user_id, n.dispatch_id) = (dispatch_log.org_id, dispatch_log.user_id, dispatch_log.id) limit 1) is null`,
    why: 'As long as the messages that they led to. An open task keeps them: they are what stops a step from being sent twice.',
  },
  {
    name: 'erasures',
    table: 'erasures',
    endedAt: 'finished_at',
    keep: '30 days',
    why: 'For a month its receipt can be read by whoever has the link. It names nobody.',
  },
  {
    name: 'erased-people',
    table: 'erased_people',
    endedAt: 'erased_at',
    keep: '13 months',
    why: 'As long as a backup may be restored in which they are still there: whoever was erased since is erased again.',
  },
];

/** Null for a name that none has, or none any more. */
export function findPolicy(name: string): Policy | null {
  return POLICIES.find((policy) => policy.name === name) ?? null;
}
