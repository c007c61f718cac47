// A person is written to where their proven number is, and nowhere else: also where they, or somebody else, prove another
// one at that moment.
import { Migration } from '@mikro-orm/migrations';

const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const define = (head: string, body: string): string =>
  `create function ${head} security definer set search_path = pg_catalog, public, pg_temp as $$${body}$$`;

/** Callers take turns by person. */
const HOLD = 'perform from users where id = person for no key update';
const NOTE_HIDDEN = `
      if hidden_id is not null then
        update verified_phones set whatsapp_user_id = null where whatsapp_user_id = hidden_id and user_id <> person;
        update verified_phones set whatsapp_user_id = hidden_id where user_id = person;
      end if;`;

/** Without `address_key`, as the version before calls it, it remembers no address. */
const NOTE = define(
  `note_whatsapp(address text, hidden_id text, address_key text default null) returns void language plpgsql`,
  `
    declare
      person uuid := ${USER};
    begin
      if app_role() is null then return; end if;
      ${HOLD};
      if address is not null then
        update profiles set whatsapp_address = address
          where user_id = person and exists (select from verified_phones v where v.user_id = person and v.key = address_key);
      end if;${NOTE_HIDDEN}
    end `,
);
const NOTE_BEFORE = define(
  `note_whatsapp(address text, hidden_id text) returns void language plpgsql`,
  `
    declare
      person uuid := ${USER};
    begin
      if app_role() is null then return; end if;
      ${HOLD};
      if address is not null then
        update profiles set whatsapp_address = address where user_id = person and phone is not null;
      end if;${NOTE_HIDDEN}
    end `,
);

export class Migration20261128130000 extends Migration {
  override up(): void {
    this.replaceNote('(text, text)', NOTE, '(text, text, text)');
    this.addSql('set local role flux_system');
    // All forms of one number end alike (src/account/phone-number.ts).
    this.addSql(`update profiles set whatsapp_address = null
      where (left(whatsapp_address, 3), right(whatsapp_address, 8)) <> (left(phone, 3), right(phone, 8))`);
    this.addSql('reset role');
  }

  override down(): void {
    this.replaceNote('(text, text, text)', NOTE_BEFORE, '(text, text)');
  }

  private replaceNote(old: string, definition: string, signature: string): void {
    this.addSql(`drop function note_whatsapp${old}`);
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql(definition);
    this.addSql(`alter function note_whatsapp${signature} owner to flux_identity`);
    this.addSql(`revoke execute on function note_whatsapp${signature} from public`);
    this.addSql(`grant execute on function note_whatsapp${signature} to flux_tenant`);
    this.addSql('revoke create on schema public from flux_identity');
  }
}
