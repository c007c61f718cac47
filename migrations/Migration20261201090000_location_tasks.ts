// What a task waits for: its time, or that its person comes to a place.
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201090000 extends Migration {
  override up(): void {
    this.addSql(`alter table tasks add column trigger_type text not null default 'time'`);
    this.addSql(
      `alter table tasks add constraint tasks_trigger_type_check check (trigger_type in ('time', 'location'))`,
    );
  }

  override down(): void {
    this.addSql('alter table tasks drop column trigger_type');
  }
}
