// What belongs to an account and stands in many rooms, in one round trip: how many there are, and how things stand.
import type { Ctx } from '../kernel/context.ts';
import { CHANNELS, type Channel } from '../account/change-channels.ts';
import { KEPT_DAYS } from '../exports/export-view.ts';
import type { Allowances } from '../usage/allowance.ts';
import { standingOf, type Standing, type StandingRow } from '../usage/read-standing.ts';

/** The line of the ledger by which a channel is open. */
export interface LiveConsent {
  channel: Channel;
  line: number;
  way: string;
  wording: string | null;
  /** ISO 8601, as JSON gives it. */
  since: string;
}

export interface Counted {
  /** Of each channel that is open, in the order of the ladder. */
  consents: LiveConsent[];
  /** This month, but for the goals. */
  standing: Standing[];
  organisations: number;
  apiKeys: number;
  browsers: number;
  feedSince: string | null;
  export: { running: string | null; ready: number };
  isHeld: boolean;
}

/** Of the person of this transaction: organisations, consents and the hold in all, the rest in this organisation. */
export async function readAccount({ em, orgId, userId }: Ctx, allowances: Allowances): Promise<Counted> {
  const [row] = await em.execute<[{ found: Row }]>(READ, [JSON.stringify(allowances), orgId, userId]);
  const { standing, ...found } = row.found;
  return { ...found, standing: standing.map(standingOf) };
}

interface Row extends Omit<Counted, 'standing'> {
  standing: StandingRow[];
}

const READ = `
  with own as materialized (select ?::jsonb as allowances, ?::uuid as org_id, ?::uuid as user_id)
  select json_build_object(
    'consents', (select coalesce(json_agg(json_build_object('channel', w.channel, 'line', c.line, 'way', c.way,
        'wording', c.wording, 'since', c.created_at) order by w.place), '[]')
      from unnest(array[${CHANNELS.map((one) => `'${one}'`).join(', ')}]) with ordinality w (channel, place)
      cross join lateral own_consents(live_consent(w.channel) + 1, 1) c where live_consent(w.channel) is not null),
    'standing', (select coalesce(json_agg(s), '[]') from own_llm_standing(own.allowances) s where s.budget <> 'goal'),
    'organisations', (select count(*) from list_own_orgs(null, 100)),
    'apiKeys', (select count(*) from api_keys k
      where k.org_id = own.org_id and k.user_id = own.user_id and k.revoked_at is null and k.expires_at > now()),
    'browsers', (select count(*) from push_subscriptions b where b.org_id = own.org_id and b.user_id = own.user_id),
    'feedSince', (select f.created_at from calendar_feeds f where f.org_id = own.org_id and f.user_id = own.user_id),
    'export', (select json_build_object('running', max(e.id::text) filter (where e.state = 'running'),
        'ready', count(*) filter (where e.state = 'done' and e.created_at > now() - interval '${KEPT_DAYS} days'))
      from account_exports e where e.org_id = own.org_id and e.user_id = own.user_id),
    'isHeld', exists (select from safety_hold() h where h.state in ('held', 'steady'))
  ) as found from own`;
