// The language that somebody wants fixed texts in; null until they say so.
import { Migration } from '@mikro-orm/migrations';

export class Migration20261202030300 extends Migration {
  override up(): void {
    this.addSql('alter table profiles add column language text null');
    this.addSql(
      `alter table profiles add constraint profiles_language_check check (language in ('en', 'de', 'es', 'fr', 'pt'))`,
    );
    this.addSql('grant update (language) on profiles to flux_tenant');
  }

  override down(): void {
    this.addSql('alter table profiles drop column language');
  }
}
