// A database of a size: people by the thousand, with what each leaves behind in a year. The same numbers make the same rows.
import type pg from 'pg';

/** The numbers of its first and of its last person, from 1 on. */
export interface Slice {
  first: number;
  last: number;
}

/** Of each person. */
export const TASKS_EACH = 100;
/** In their first conversation, and in each of nine others: two hundred together. */
const LONG_TALK = 110;
const SHORT_TALK = 10;

/**
 * Adds the people of `slice` with everything that is theirs: one in five is in a team as well, one in fifty has left
 * it again. As the owner of the tables; nobody else may be at work. Numbers that were seeded before collide. Leaves
 * the tables vacuumed and analysed. `isWanted`: of the statements that write rows, where some tables stay empty.
 */
export async function seedSize(
  admin: pg.Client,
  { first, last }: Slice,
  isWanted: (statement: string) => boolean = () => true,
): Promise<void> {
  await admin.query('set session_replication_role = replica');
  // Written to the disk in one go by whoever comes last, and not while the rows are made.
  await admin.query(`set maintenance_work_mem = '256MB'; set work_mem = '64MB'`);
  for (const statement of [...SCAFFOLD(first, last), ...ROWS.filter(isWanted), ...TAKEN_DOWN])
    await admin.query(statement);
  await admin.query('set session_replication_role = origin');
  await admin.query('vacuum analyze');
}

/** A UUIDv7 of that moment, its random part made of words: the same words, the same id. */
const ID = `create or replace function pg_temp.id(at timestamptz, words text) returns uuid immutable language sql
  as $$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(words), 1, 3) || '8'
    || substr(md5(words), 5, 15))::uuid $$`;

/** People, and what several tables speak of, with the ids by which they do. */
const SCAFFOLD = (first: number, last: number): string[] => [
  ID,
  `create temporary table person as
   select n, pg_temp.id(since, 'user ' || n) as user_id, pg_temp.id(since, 'org ' || n) as org_id, since,
     case when n % 5 = 0 then pg_temp.id(timestamptz '2025-01-01 00:00Z', 'team ' || (n - 1) / 100) end as team_id
   from (select n, date_trunc('day', now()) - (200 + n * 37 % 500) * interval '1 day' as since
         from generate_series(${first}, ${last}) n) numbered`,
  `create temporary table place as
   select n, user_id, org_id, since, false as is_team from person
   union all select n, user_id, team_id, since + interval '9 days', true from person where team_id is not null`,
  `create temporary table talk as
   select pg_temp.id(at, 'talk ' || n || ' ' || c) as id, n, user_id, org_id, c, at
   from person, generate_series(0, 9) c, lateral (select now() - (c * 9 + n % 7 + 2) * interval '1 day' as at) moment`,
  `create temporary table aim as
   select pg_temp.id(at, 'goal ' || n || ' ' || g) as id, pg_temp.id(at, 'rule ' || n || ' ' || g) as rule_id, n, user_id,
     org_id, talk.id as talk_id, g, at
   from talk, lateral (select c as g) numbered where c < 5`,
  // Three a day from ten days ago to a fortnight ahead; before that one in six days.
  `create temporary table errand as
   select pg_temp.id(at - interval '14 days', 'task ' || n || ' ' || k) as id, *,
     case when at < now() then (array['done', 'done', 'done', 'done', 'done', 'done', 'missed', 'missed', 'cancelled',
       'undelivered'])[(n + k) % 10 + 1]
     else (array['pending', 'pending', 'pending', 'rescheduled', 'pending', 'pending', 'cancelled', 'pending', 'pending',
       'pending'])[k % 10 + 1] end as status
   from (
     select place.*, k, date_trunc('day', now()) + interval '6 hours' + n % 60 * interval '1 minute'
       + case when k < 30 then (k * 6 - 200) * interval '1 day' else ((k - 30) / 3 - 10) * interval '1 day' end
       + (k % 3 * 5 + n % 4) * interval '1 hour' as at
     from place, generate_series(0, ${TASKS_EACH - 1}) k where is_team = (n % 5 = 0 and k % 4 = 0)) timed`,
  'analyze person, place, talk, aim, errand',
];

const TAKEN_DOWN = ['drop table person, place, talk, aim, errand'];

const PLAN = `jsonb_build_object('goal_title', 'Run 10 km', 'summary', 'Three runs a week.', 'zone', 'Europe/Berlin',
  'start_on', '2026-01-05', 'feasible_in_6_weeks', true, 'tasks', '[]'::jsonb, 'conflicts', '[]'::jsonb,
  'roadmap', '[]'::jsonb, 'missing_specialists', '[]'::jsonb)`;

const IDENTITY_ROWS = [
  `insert into users (id, email, password_hash, created_at) select user_id, 'person' || n || '@example.com', '', since from person`,
  `insert into orgs (id, name, kind, created_at) select org_id, 'Personal', 'personal', since from person`,
  `insert into orgs (id, name, kind, created_at)
   select distinct team_id, 'Team', 'team', timestamptz '2025-01-01 00:00Z' from person where team_id is not null
   on conflict do nothing`,
  `insert into members (org_id, user_id, role, created_at)
   select org_id, user_id, case when is_team and n % 25 <> 0 then 'member' else 'owner' end, since from place
   where not (is_team and n % 50 = 0)`,
  `insert into profiles (org_id, user_id, display_name, zone, phone, phone_verified_at, whatsapp_opt_in_at, reminder_lead_ms,
     created_at, updated_at)
   select org_id, user_id, 'Person ' || n, 'Europe/Berlin', phone, case when phone <> '' then since end,
     case when phone <> '' then since end, case when n % 10 = 0 then 7200000 + n * 1000 else 600000 end, since,
     now() - n * interval '1 minute'
   from place, lateral (select case when n % 2 = 0 then '+1777' || lpad(n::text, 7, '0') end as phone) numbered`,
  `insert into verified_phones (phone, key, org_id, user_id, verified_at)
   select '+1777' || lpad(n::text, 7, '0'), '+1777' || lpad(n::text, 7, '0'), org_id, user_id, since from person where n % 2 = 0`,
  `insert into user_identities (issuer, subject, user_id, created_at)
   select 'https://id.example.com', 'subject-' || n, user_id, since from person where n % 4 = 0`,
  `insert into invitations (id, org_id, created_at, email, role, token_hash, invited_by, expires_at, accepted_at, accepted_by)
   select pg_temp.id(since, 'invitation ' || n), org_id, since, 'person' || n || '@example.com', 'member',
     encode(sha256(('invitation ' || n)::bytea), 'hex'), user_id, since + interval '7 days', since + interval '1 day', user_id
   from place where is_team`,
  // One lives, one was ended, one ended by itself.
  `insert into sessions (id, user_id, created_at, last_used_at, expires_at, revoked_at, label)
   select pg_temp.id(since, 'session ' || n || ' ' || s), user_id, since, now() - s * interval '40 days',
     now() + (30 - s * 40) * interval '1 day', case when s = 1 then now() - interval '15 days' end, 'Firefox on Linux'
   from person, generate_series(0, 2) s`,
  `insert into refresh_tokens (hash, session_id, created_at, expires_at, rotated_at, successor_hash)
   select encode(sha256(('token ' || n || ' ' || s || ' ' || r)::bytea), 'base64'),
     pg_temp.id(since, 'session ' || n || ' ' || s), now() - (s * 40 + 4 - r) * interval '1 day',
     now() + (30 - s * 40 - r) * interval '1 day', case when r < 3 then now() - s * interval '40 days' end, null
   from person, generate_series(0, 2) s, generate_series(1, 3) r`,
  `insert into api_keys (id, org_id, user_id, created_at, name, prefix, hash, scopes, expires_at)
   select pg_temp.id(since, 'key ' || n), org_id, user_id, since, 'A script', 'flux_' || substr(md5(n::text), 1, 8),
     encode(sha256(('key ' || n)::bytea), 'base64'), array['tasks:read'], now() + (n % 500 - 100) * interval '1 day'
   from person where n % 10 = 0`,
  `insert into idempotency_keys (org_id, user_id, key_hash, fingerprint, status, effect_id, created_at, expires_at)
   select org_id, user_id, encode(sha256(('key ' || n || ' ' || k)::bytea), 'hex'), 'fingerprint', 'completed',
     pg_temp.id(now(), 'effect ' || n || ' ' || k), now() - k * interval '3 hours', now() + (48 - k * 3) * interval '1 hour'
   from person, generate_series(1, 20) k`,
  `insert into rate_limit_buckets (key, full_at)
   select 'crud:' || encode(sha256(('bucket ' || n)::bytea), 'hex'), now() + (n % 100 - 90) * interval '1 minute' from person`,
  `insert into push_subscriptions (id, org_id, user_id, endpoint, p256dh, auth, created_at, session_id)
   select pg_temp.id(since, 'browser ' || n || is_team), org_id, user_id, 'https://push.example.com/' || md5(n || 'browser'),
     'p256dh', 'auth', since, pg_temp.id(person_since, 'session ' || n || ' 0')
   from place join (select n, since as person_since from person) one using (n)`,
];

const GOAL_ROWS = [
  `insert into conversations (id, org_id, user_id, created_at) select id, org_id, user_id, at from talk`,
  // Every other one is the answer to the one before. The first conversation is as long as all others together.
  `insert into messages (id, org_id, user_id, created_at, conversation_id, role, text, reply_to, agent)
   select pg_temp.id(at + m * interval '1 minute', 'message ' || id || m), org_id, user_id, at + m * interval '1 minute', id,
     case when m % 2 = 1 then 'user' else 'assistant' end,
     case when m % 2 = 1 then 'What comes next for me, and when do I run?' else 'Tomorrow at seven you run 5 km. Nothing else is due before noon.' end,
     case when m % 2 = 0 then pg_temp.id(at + (m - 1) * interval '1 minute', 'message ' || id || (m - 1)) end,
     case when m % 2 = 0 then 'orchestrator' end
   from talk, generate_series(1, case when c = 0 then ${LONG_TALK} else ${SHORT_TALK} end) m`,
  `insert into goals (id, org_id, user_id, created_at, conversation_id, wish, title, tags, status, planning, approved_draft, updated_at)
   select id, org_id, user_id, at, talk_id, 'I want to run 10 km', 'Run 10 km', array['fitness'], status, 'drafted',
     case when status in ('active', 'completed') then 1 end, at + interval '1 hour'
   from aim, lateral (select (array[case when n % 10 = 0 then 'negotiating' else 'active' end, 'active', 'completed',
     'abandoned', 'active'])[g + 1] as status) stood`,
  `insert into plan_drafts (id, org_id, user_id, created_at, goal_id, number, hash, content)
   select pg_temp.id(at, 'draft ' || n || ' ' || g), org_id, user_id, at, id, 1, encode(sha256(id::text::bytea), 'hex'), ${PLAN} from aim`,
  `insert into specialist_findings (id, org_id, user_id, created_at, goal_id, draft_number, specialist, output)
   select pg_temp.id(at, 'finding ' || n || ' ' || g || specialist), org_id, user_id, at, id, 1, specialist, '{}'
   from aim, unnest(array['classifier', 'scheduler', 'pattern_observer']) specialist`,
  `insert into task_rules (id, org_id, user_id, created_at, goal_id, title, description, rrule, start_date, local_time, zone, duration_minutes)
   select rule_id, org_id, user_id, at, id, 'Run 5 km', '', 'FREQ=WEEKLY;BYDAY=MO', '2026-01-05', '07:00', 'Europe/Berlin', 30 from aim`,
];

/** When somebody was reminded of it: a rung for what was done, all three for what was not. */
const RUNGS = `select errand.*, step, pg_temp.id(at, 'dispatch ' || id || step) as dispatch_id,
    case when step <> 'push' then 'SM' || md5(id || step) end as external_id
  from errand, unnest(array['push', 'whatsapp', 'call']) step
  where status in ('done', 'missed', 'undelivered') and (step = 'push' or status <> 'done' or (step = 'whatsapp' and k % 3 = 0))`;

const TASK_ROWS = [
  `insert into tasks (id, org_id, user_id, created_at, goal_id, rule_id, title, starts_at, duration_minutes, status,
     reminded_generation, settled_at, settled_via, settled_day, settled_hour, updated_at)
   select errand.id, errand.org_id, errand.user_id, errand.at - interval '14 days', aim.id, aim.rule_id, 'Run 5 km', errand.at, 30,
     status, case when errand.at < now() then 1 end, settled_at,
     case when settled_at is null then null when status = 'done' then (array['push', 'whatsapp', 'rest'])[k % 3 + 1] else 'ladder' end,
     case when is_settled then local.at::date end, case when is_settled then extract(hour from local.at) end,
     coalesce(settled_at, errand.at - interval '14 days')
   from errand left join aim on aim.n = errand.n and aim.g = case when k < 60 then k % 7 else (array[1, 4, 7])[k % 3 + 1] end and not is_team,
     lateral (select case when status not in ('pending', 'rescheduled') then errand.at + interval '20 minutes' end as settled_at) end_of,
     lateral (select errand.at at time zone 'Europe/Berlin' as at, status in ('done', 'missed', 'undelivered') as is_settled) local`,
  `insert into task_events (id, org_id, user_id, created_at, task_id, kind, via)
   select pg_temp.id(at - interval '14 days', 'created ' || id), org_id, user_id, at - interval '14 days', id, 'created', 'rest' from errand`,
  `insert into task_events (id, org_id, user_id, created_at, task_id, kind, via)
   select pg_temp.id(at, 'ended ' || id), org_id, user_id, at, id, status, case when status = 'done' then 'push' else 'ladder' end
   from errand where status not in ('pending', 'rescheduled')`,
  `insert into dispatch_log (id, org_id, user_id, created_at, task_id, generation, step, state, first_sent_at, last_sent_at, external_id)
   select dispatch_id, org_id, user_id, at, id, 1, step, case when status = 'undelivered' then 'failed' else 'accepted' end, at, at,
     external_id from (${RUNGS}) rung`,
  `insert into notification_log (id, org_id, user_id, created_at, task_id, dispatch_id, direction, channel, event, external_id)
   select pg_temp.id(at, 'sent ' || id || step), org_id, user_id, at, id, dispatch_id, 'out', step, 'sent', external_id
   from (${RUNGS}) rung where step <> 'push'`,
  `insert into notification_log (id, org_id, user_id, created_at, task_id, direction, channel, event, external_id)
   select pg_temp.id(at, 'heard ' || id), org_id, user_id, at, id, 'in', 'whatsapp', 'reply', 'SM' || n * 100 + k
   from (${RUNGS}) rung where step = 'whatsapp' and status = 'done'`,
  `insert into inbound_ids (id, received_at) select 'SM' || n * 100 + k, at from errand where status = 'done' and k % 3 = 0`,
];

const ROWS = [...IDENTITY_ROWS, ...GOAL_ROWS, ...TASK_ROWS];
