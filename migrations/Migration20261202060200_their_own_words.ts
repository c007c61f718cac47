// A line of the ledger of consent that somebody else has caused, by proving one's number, names no words: whose consent it
// ends was not shown any. Its way says so.
import { Migration } from '@mikro-orm/migrations';

const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const SAFE = 'set search_path = pg_catalog, public, pg_temp';

const HOW = {
  way: `coalesce(nullif(current_setting('app.way', true), ''), nullif(current_setting('app.via', true), ''), 'system')`,
  wording: `nullif(current_setting('app.wording', true), '')`,
};
const OF_OTHERS = `person <> ${USER}`;
const HOW_OF_OTHERS: typeof HOW = {
  way: `case when ${OF_OTHERS} then 'other' else ${HOW.way} end`,
  wording: `case when ${OF_OTHERS} then null else ${HOW.wording} end`,
};

const write = ({ way, wording }: typeof HOW): string => `create or replace function
  write_consent(person uuid, of_channel text, what text, number text) returns void language sql ${SAFE} as $$
    insert into consents (user_id, line, channel, kind, number_hash, way, wording)
    select person, coalesce(max(line), 0) + 1, of_channel, what, number,
      ${way},
      ${wording}
    from consents where user_id = person $$`;

export class Migration20261202060200 extends Migration {
  override up(): void {
    this.replace(write(HOW_OF_OTHERS));
  }

  override down(): void {
    this.replace(write(HOW));
  }

  private replace(definition: string): void {
    // Replacing is for its owner, who may create in the schema for as long as that takes.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    this.addSql(definition);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }
}
