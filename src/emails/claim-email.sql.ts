// Takes a mail before it is sent, and says so before: whoever dies after this may have sent it.
import type { EntityManager } from '@mikro-orm/postgresql';
import { NOTICES, type EmailKind } from './email-contents.ts';

export interface ClaimedEmail {
  kind: EmailKind;
  /** Null where it has ended. */
  sealed: string | null;
  state: 'sending' | 'failed' | 'suppressed';
  /** Whose claim it is. */
  attempt: number;
  /** What ends notices to its address, for ever; null where it is none. */
  unsubscribeToken: string | null;
}

export type Claim =
  | { kind: 'claimed'; email: ClaimedEmail }
  /** Somebody may be sending it: ask again. */
  | { kind: 'under_way' }
  | { kind: 'over' };

/**
 * As the system. What was left unclear is tried once more after `settleMs` and given up after that: no mail server can
 * be asked. A mail that is too late, or whose address is written to no more, ends here.
 */
export async function claimEmail(
  em: EntityManager,
  { id, settleMs }: { id: string; settleMs: number },
): Promise<Claim> {
  const [email]: ClaimedEmail[] = await em.execute(CLAIM, [
    id,
    settleMs,
    JSON.stringify(NOTICES),
    JSON.stringify(NOTICES),
  ]);
  if (email) return { kind: 'claimed', email };
  const [row]: { state: string }[] = await em.execute('select state from emails where id = ?', [id]);
  return { kind: row?.state === 'sending' || row?.state === 'planned' ? 'under_way' : 'over' };
}

const CLAIM = `
  with held as (
    select id, state, unclear, valid_until, address_hashes, kind from emails
    where id = ? and (state = 'planned'
      or state = 'sending' and claimed_at <= now() - ?::float8 * interval '1 millisecond')
    for update
  ), judged as (
    select id, state = 'sending' as is_unclear,
      case
        when exists (select from email_suppressions s where s.address_hash = any (held.address_hashes)
          and (s.scope = 'all' or kind in (select value from json_array_elements_text(?)))) then 'suppressed'
        when valid_until <= now() then 'expired'
        when state = 'sending' and unclear > 0 then 'never_confirmed'
      end as ends
    from held
  )
  update emails e set
    state = case when ends is null then 'sending' when ends = 'suppressed' then ends else 'failed' end,
    reason = ends,
    sealed = case when ends is null then e.sealed end,
    ended_at = case when ends is not null then now() end,
    attempt = e.attempt + 1,
    unclear = e.unclear + is_unclear::int,
    claimed_at = now()
  from judged where e.id = judged.id
  returning e.kind, e.state, e.attempt, e.sealed,
    case when e.kind in (select value from json_array_elements_text(?))
      then unsubscribe_token(e.address_hashes[1]) end as "unsubscribeToken"`;
