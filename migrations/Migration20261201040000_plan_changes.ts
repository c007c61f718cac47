// Drafts carry what they change; an approved plan can be modified while it runs; sprints that are over are found, and
// sessions can serve several goals.
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201040000 extends Migration {
  override up(): void {
    this.addSql(
      'alter table plan_drafts add column changes jsonb null, add column modification jsonb null, add column restores int null',
    );
    this.addSql(
      `alter table goals add column modifies int null, add column approved_drafts int[] not null default '{}'`,
    );
    this.addSql(`alter table tasks add column shared_with_goal_ids uuid[] not null default '{}'`);
    this.addSql('drop index goals_negotiating');
    this.addSql(
      `create index goals_negotiating on goals (created_at, id) where status = 'negotiating' or modifies is not null`,
    );
    this.addSql(`create index goals_running on goals (created_at, id) where status = 'active'`);
    this.addSql('create index goals_roadmap_of on goals (org_id, roadmap_of) where roadmap_of is not null');
    this.addSql(
      `create index tasks_shared on tasks using gin (shared_with_goal_ids) where shared_with_goal_ids <> '{}'`,
    );
  }

  override down(): void {
    this.addSql('drop index tasks_shared');
    this.addSql('drop index goals_roadmap_of');
    this.addSql('drop index goals_running');
    this.addSql('drop index goals_negotiating');
    this.addSql(`create index goals_negotiating on goals (created_at, id) where status = 'negotiating'`);
    this.addSql('alter table tasks drop column shared_with_goal_ids');
    this.addSql('alter table goals drop column approved_drafts, drop column modifies');
    this.addSql(
      'alter table plan_drafts drop column restores, drop column modification, drop column changes',
    );
  }
}
