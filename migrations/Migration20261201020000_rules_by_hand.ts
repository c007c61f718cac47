// Rules that people write themselves: dates left out and added, how far their occurrences exist, when they ended; and
// for which date of its rule a task stands.
import { Migration } from '@mikro-orm/migrations';

const REASONS = `'skipped', 'paused', 'rule'`;

export class Migration20261201020000 extends Migration {
  override up(): void {
    this.addSql(`alter table task_rules add column exdates text[] not null default '{}',
      add column rdates text[] not null default '{}', add column zone_is_fixed boolean not null default false,
      add column expanded_to date null, add column ended_at timestamptz(3) null, add column version int not null default 1`);
    this.addSql(
      'create index task_rules_to_expand on task_rules (expanded_to, id) where expanded_to is not null and ended_at is null',
    );
    this.addSql(
      'create index task_rules_org_id_user_id_created_at_id_index on task_rules (org_id, user_id, created_at, id)',
    );
    this.addSql('alter table tasks add column rule_date date null, add column cancelled_for text null');
    this.addSql(
      `alter table tasks add constraint tasks_cancelled_for_check check (cancelled_for in (${REASONS}))`,
    );
    this.addSql(
      'create unique index tasks_of_a_rule on tasks (org_id, rule_id, rule_date) where rule_date is not null',
    );
  }

  /** Rules and their tasks stay, as those of a plan: nobody makes more of them. */
  override down(): void {
    this.addSql('drop index tasks_of_a_rule');
    this.addSql('alter table tasks drop column cancelled_for, drop column rule_date');
    this.addSql('drop index task_rules_org_id_user_id_created_at_id_index');
    this.addSql('drop index task_rules_to_expand');
    this.addSql(`alter table task_rules drop column version, drop column ended_at, drop column expanded_to,
      drop column zone_is_fixed, drop column rdates, drop column exdates`);
  }
}
