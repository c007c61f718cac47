// Reads the catalogue of a database and says where one organisation's rows would not be safe from another's.
import type pg from 'pg';

/** The logins, and the roles that they act as. */
export const LOGINS = ['flux_api', 'flux_worker'];
export const RUNTIME_ROLES = [...LOGINS, 'flux_tenant', 'flux_system', 'flux_identity'];
/** Functions that run with the rights of flux_identity, and the roles that call them: nobody else may. */
const DEFINERS: Record<string, string[]> = {
  change_password: ['flux_api'],
  queue_email: ['flux_tenant'],
  make_email_link: ['flux_tenant'],
  begin_email_change: ['flux_tenant'],
  own_email_verified: ['flux_tenant'],
  begin_registration: ['flux_api'],
  request_password_reset: ['flux_api'],
  peek_email_link: ['flux_api'],
  finish_registration: ['flux_api'],
  reset_password: ['flux_api'],
  verify_email: ['flux_api'],
  change_email: ['flux_api'],
  take_back_email: ['flux_api'],
  tell_new_device: ['flux_api'],
  note_bounce: ['flux_api'],
  is_email_queued: ['flux_api'],
  unsubscribe_email: ['flux_api'],
  check_bearers: ['flux_api'],
  end_every_session: ['flux_api'],
  end_session: ['flux_api'],
  end_session_of_token: ['flux_api'],
  find_password: ['flux_api'],
  knows_network: ['flux_api'],
  list_sessions: ['flux_api'],
  meet_outside_person: ['flux_api'],
  open_session: ['flux_api'],
  recall_answer: ['flux_api'],
  own_email: ['flux_tenant'],
  rotate_refresh_token: ['flux_api'],
  use_api_keys: ['flux_api'],
  accept_invitation: ['flux_tenant'],
  app_role: ['flux_tenant'],
  busy_elsewhere: ['flux_tenant'],
  running_calls: ['flux_tenant'],
  own_call_ids: ['flux_tenant'],
  create_org: ['flux_tenant'],
  describe_members: ['flux_tenant'],
  list_own_orgs: ['flux_tenant'],
  find_credentials: ['flux_api'],
  person_of_feed: ['flux_api'],
  take_export_link: ['flux_api'],
  find_running_export: ['flux_api'],
  find_phone_owner: ['flux_api', 'flux_worker'],
  register_person: ['flux_api'],
  standing_of_bearers: ['flux_api'],
  standing_of_keys: ['flux_api'],
  take_tokens: ['flux_api', 'flux_worker'],
  reserve_llm_call: ['flux_worker'],
  settle_llm_call: ['flux_worker'],
  own_llm_standing: ['flux_tenant'],
  org_llm_usage: ['flux_tenant'],
  safety_hold: ['flux_tenant'],
  lock_safety_hold: ['flux_tenant'],
  write_safety_hold: ['flux_tenant'],
  ask_code: ['flux_tenant'],
  live_consent: ['flux_tenant'],
  own_consents: ['flux_tenant'],
  note_reach_consents: [],
  note_push_consent: [],
  note_hold_consent: [],
  note_quiet_consent: [],
  require_consent: [],
  settle_tokens: ['flux_api', 'flux_worker'],
  take_inbound: ['flux_api', 'flux_tenant', 'flux_worker'],
  change_channels: ['flux_tenant'],
  change_night: ['flux_tenant'],
  set_easings: ['flux_tenant'],
  apply_easings: ['flux_tenant'],
  apply_all_easings: ['flux_system'],
  list_reminders_out: ['flux_api', 'flux_worker'],
  keep_push_subscription: ['flux_tenant'],
  note_whatsapp: ['flux_tenant'],
  prove_phone: ['flux_tenant'],
  forget_phone: ['flux_tenant'],
  forget_pending_phone: ['flux_tenant'],
  set_pending_phone: ['flux_tenant'],
  rest_memberships: [],
  request_erasure: ['flux_tenant'],
  take_back_erasure: ['flux_tenant'],
  end_resting_membership: ['flux_tenant'],
  waive_erasure: ['flux_api'],
  erasure_of: ['flux_api'],
  erasure_receipt: ['flux_api'],
  is_suppressed: ['flux_tenant'],
  lasting_hash: ['flux_system'],
  hash_addresses: [],
  unsubscribe_token: ['flux_system'],
  is_unsubscribe_token: ['flux_api'],
};
/** Tables without org_id, and why; flux_tenant has no right to any of them. */
export const WITHOUT_ORG: Record<string, string> = {
  inbound_ids: 'ids of the provider and nothing else: each counts once, whoever owns the number by then',
  emails: 'who is mailed may be nobody yet, and no address stands in it',
  email_links: 'of persons, and of some before they are any',
  email_suppressions: 'of mailboxes, whoever has an account for them',
  sessions: 'a person is signed in, not an organisation',
  refresh_tokens: 'of sessions',
  user_identities: 'of persons',
  consents: 'a person consents in all their organisations: it is one phone',
  consent_keys: 'of this database',
  safety_holds: 'a person is in danger in all their organisations',
  safety_events: 'of persons; never a word of theirs',
  users: 'a person may belong to several organisations',
  erasures: 'of persons, and of nobody when they are done',
  erased_people: 'keyed hashes of nobody who is there',
  suppressions: 'keyed hashes of numbers',
  rate_limit_buckets: 'only of callers, and of some before anybody knows who they are',
};

/** Read by functions of the database alone, by whose the rows are, in whichever organisation. */
const BY_PERSON = ['verified_phones', 'resting_members'];

/** One sentence per hole; none in a sound database. Needs a superuser, who sees the whole catalogue. */
export async function findHoles(client: pg.Client): Promise<string[]> {
  const holes = [];
  for (const [sentence, sql] of Object.entries(HOLES)) {
    const { rows } = await client.query<{ what: string }>(sql);
    holes.push(...rows.map(({ what }) => `${what}: ${sentence}`));
  }
  return holes.toSorted();
}

/** Tables that a runtime role may touch; the others, such as the list of migrations, are out of reach. */
const REACHABLE = `
  select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity,
         (select attnum from pg_attribute where attrelid = c.oid and attname = 'org_id' and not attisdropped) as org_column
  from pg_class c
  where c.relkind in ('r', 'p') and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
    and exists (select from unnest(array[${quoted(RUNTIME_ROLES)}]) as role
                where has_any_column_privilege(role, c.oid, 'select, insert, update, references')
                   or has_table_privilege(role, c.oid, 'delete, truncate, trigger'))`;

/** Those whose rows belong to one person of an organisation. */
const PERSONAL = `
  select t.*, attnum as user_column from (${REACHABLE}) t join pg_attribute on attrelid = t.oid and attname = 'user_id'
  where org_column is not null`;

const HOLES: Record<string, string> = {
  'row security is not forced': `
    select relname as what from (${REACHABLE}) t where not (relrowsecurity and relforcerowsecurity)`,

  'has no org_id, and is not one of the tables that may do without': `
    select relname as what from (${REACHABLE}) t
    where org_column is null and relname <> 'orgs' and relname not in (${quoted(Object.keys(WITHOUT_ORG))})`,

  'has no org_id, and flux_tenant has a right to it': `
    select relname as what from (${REACHABLE}) t where org_column is null and relname <> 'orgs' and (
      has_any_column_privilege('flux_tenant', t.oid, 'select, insert, update, references')
      or has_table_privilege('flux_tenant', t.oid, 'delete, truncate, trigger'))`,

  'org_id may be null': `
    select relname as what from (${REACHABLE}) t join pg_attribute a on attrelid = t.oid and attnum = org_column
    where not attnotnull`,

  'no whole index begins with org_id': `
    select relname as what from (${REACHABLE}) t where org_column is not null and relname not in (${quoted(BY_PERSON)})
      and not exists (
      select from pg_index where indrelid = t.oid and indkey[0] = org_column and indpred is null and indisvalid)`,

  'no policy holds flux_tenant to its organisation': `
    select relname as what from (${REACHABLE}) t
    where org_column is not null and has_table_privilege('flux_tenant', t.oid, 'select')
      and not exists (
        select from pg_policy where polrelid = t.oid and 'flux_tenant'::regrole = any (polroles)
          and pg_get_expr(polqual, polrelid) like '%org_id = %app.org_id%')`,

  'no policy asks flux_tenant for its membership': `
    select relname as what from (${REACHABLE}) t
    where has_table_privilege('flux_tenant', t.oid, 'select')
      and not exists (
        select from pg_policy where polrelid = t.oid and 'flux_tenant'::regrole = any (polroles)
          and pg_get_expr(polqual, polrelid) ~ 'app_is_member\\(\\)|app_role\\(\\)')`,

  'no policy gives flux_system its rows': `
    select relname as what from (${REACHABLE}) t where not exists (
      select from pg_policy where polrelid = t.oid and 'flux_system'::regrole = any (polroles) and polpermissive and polcmd = '*'
        and pg_get_expr(polqual, polrelid) = 'true' and pg_get_expr(polwithcheck, polrelid) = 'true')`,

  'a policy says what may be read, and not what may be written': `
    select format('%s.%s', relname, polname) as what from (${REACHABLE}) t join pg_policy on polrelid = t.oid
    where polpermissive and polcmd in ('a', 'w', '*') and polwithcheck is null`,

  'a policy lets flux_tenant through without looking at the organisation': `
    select format('%s.%s', relname, polname) as what from (${REACHABLE}) t join pg_policy on polrelid = t.oid
    where polpermissive and 'flux_tenant'::regrole = any (polroles) and (
      coalesce(pg_get_expr(polqual, polrelid), '') not like '%id = %app.org_id%' and polcmd <> 'a'
      or coalesce(pg_get_expr(polwithcheck, polrelid), '') not like '%id = %app.org_id%' and polcmd in ('a', 'w', '*'))`,

  'a policy is for everybody': `
    select format('%s.%s', relname, polname) as what from (${REACHABLE}) t join pg_policy on polrelid = t.oid
    where 0 = any (polroles)`,

  'a reference to another organisation is possible': `
    select format('%s.%s', t.relname, conname) as what
    from pg_constraint join (${REACHABLE}) t on conrelid = t.oid join (${REACHABLE}) target on confrelid = target.oid
    where contype = 'f' and target.org_column is not null and not exists (
      select from generate_subscripts(conkey, 1) as i where conkey[i] = t.org_column and confkey[i] = target.org_column)`,

  'a reference to another person is possible': `
    select format('%s.%s', t.relname, conname) as what
    from pg_constraint join (${PERSONAL}) t on conrelid = t.oid join (${PERSONAL}) target on confrelid = target.oid
    where contype = 'f' and not exists (
      select from generate_subscripts(conkey, 1) as i where conkey[i] = t.user_column and confkey[i] = target.user_column)`,

  'a login has rights of its own': `
    select format('%s, %s', role, relname) as what from (${REACHABLE}) t, unnest(array[${quoted(LOGINS)}]) as role
    where has_any_column_privilege(role, t.oid, 'select, insert, update, references')
       or has_table_privilege(role, t.oid, 'delete')`,

  'a right that knows no row security': `
    select format('%s, %s', role, relname) as what from (${REACHABLE}) t, unnest(array[${quoted(RUNTIME_ROLES)}]) as role
    where has_table_privilege(role, t.oid, 'truncate, references, trigger')`,

  'rights of everybody': `
    select relname as what from pg_class, aclexplode(relacl) where grantee = 0
      and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`,

  'a view shows rows with the rights of its owner': `
    select relname as what from pg_class
    where relkind in ('v', 'm') and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      and not coalesce('security_invoker=true' = any (reloptions), false)`,

  'a role can do more than it is for': `
    select rolname as what from pg_roles where rolname in (${quoted(RUNTIME_ROLES)})
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
           or has_schema_privilege(rolname, 'public', 'create'))`,

  'inherits the rights of another role': `
    select format('%s, %s', member::regrole, roleid::regrole) as what from pg_auth_members
    where member::regrole::text in (${quoted(RUNTIME_ROLES)}) and (inherit_option or admin_option)`,

  'may act as a role that it is not meant to': `
    select format('%s, %s', login, rolname) as what from pg_roles, unnest(array[${quoted(LOGINS)}]) as login
    where rolname <> login and pg_has_role(login, rolname, 'set')
      and (login, rolname) not in (('flux_api', 'flux_tenant'), ('flux_worker', 'flux_tenant'), ('flux_worker', 'flux_system'))`,

  'owns something': `
    select refobjid::regrole::text as what from pg_shdepend
    where refclassid = 'pg_authid'::regclass and deptype = 'o' and refobjid::regrole::text in (${quoted(RUNTIME_ROLES)})
      and not (refobjid = 'flux_identity'::regrole and classid = 'pg_proc'::regclass)`,

  'runs with the rights of its owner, and is not one of those that may': `
    select proname as what from pg_proc where prosecdef and pronamespace <> 'pg_catalog'::regnamespace
      and not (pronamespace = 'public'::regnamespace and proname in (${quoted(Object.keys(DEFINERS))})
               and proowner = 'flux_identity'::regrole)`,

  'may be called by a role that has no business with it, or not by one that has': `
    select proname as what
    from json_each('${JSON.stringify(DEFINERS)}') as definer (name, callers) join pg_proc on proname = definer.name
    where prosecdef and pronamespace = 'public'::regnamespace
      and (select array_agg(grantee::regrole::text order by grantee::regrole::text) from aclexplode(proacl)
           where grantee not in (0, proowner))
        is distinct from (select array_agg(caller order by caller) from json_array_elements_text(callers) as caller)`,

  'is on a list here, and nowhere else': `
    select name as what from unnest(array[${quoted(Object.keys(DEFINERS))}]) as name
      where not exists (select from pg_proc where proname = name and prosecdef)
    union all select name from unnest(array[${quoted(Object.keys(WITHOUT_ORG))}]) as name
      where not exists (select from (${REACHABLE}) t where relname = name and org_column is null)`,

  'a function that others trust finds its tables where its caller says, or in the temporary schema of its caller': `
    select proname as what from pg_proc where pronamespace = 'public'::regnamespace
      and (prosecdef or proname = 'app_is_member')
      -- A body in standard SQL has its names bound since it was made.
      and prosqlbody is null and 'search_path=pg_catalog, public, pg_temp' <> all (coalesce(proconfig, '{}'))`,

  'everybody may call it': `
    select proname as what from pg_proc where pronamespace = 'public'::regnamespace
      and (prosecdef or proname = 'app_is_member')
      and (proacl is null or exists (select from aclexplode(proacl) where grantee = 0))`,
};

function quoted(names: string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
