// Every column of every table: what it says of a person, how long it stays, whether it is exported, what erasure does
// to it. A table or a column that is missing here turns test/parts/privacy/catalogue.test.ts red.
import { POLICIES } from '../retention/policies.ts';
import * as account from './catalogue/account.ts';
import * as emails from './catalogue/emails.ts';
import type { Column, Erasure, TableEntry } from './catalogue/entry.ts';
import * as exported from './catalogue/exports.ts';
import * as erasure from './catalogue/erasure.ts';
import * as orgs from './catalogue/orgs.ts';
import * as plans from './catalogue/plans.ts';
import * as proposals from './catalogue/proposals.ts';
import * as rooms from './catalogue/rooms.ts';
import * as tasks from './catalogue/tasks.ts';
import * as usage from './catalogue/usage.ts';

/** In the order in which rows can go: what refers to other rows comes before them. */
export const CATALOGUE: readonly TableEntry[] = [
  tasks.notificationLog,
  tasks.dispatchLog,
  tasks.taskEvents,
  tasks.tasks,
  tasks.taskPauses,
  tasks.taskRules,
  plans.patterns,
  plans.specialistFindings,
  plans.planDrafts,
  proposals.proposals,
  rooms.roomTurns,
  rooms.roomSessions,
  rooms.roomAgents,
  rooms.rooms,
  usage.llmCallEvents,
  usage.llmSpendings,
  usage.llmBudgets,
  plans.messages,
  plans.goals,
  plans.conversations,
  plans.safetyEvents,
  plans.safetyHolds,
  exported.accountExportParts,
  exported.accountExports,
  exported.accountImports,
  usage.idempotencyKeys,
  account.calendarFeeds,
  account.apiKeys,
  account.pushSubscriptions,
  account.verifiedPhones,
  account.refreshTokens,
  account.sessions,
  account.userIdentities,
  emails.emails,
  emails.emailLinks,
  orgs.invitations,
  orgs.members,
  erasure.restingMembers,
  account.profiles,
  orgs.orgs,
  account.users,
  // Last: the ledger is kept as long as there is somebody whom it is about.
  account.consents,
  account.consentKeys,
  emails.emailSuppressions,
  erasure.erasures,
  erasure.erasedPeople,
  erasure.suppressions,
  tasks.inboundIds,
  usage.rateLimitBuckets,
];

/** Tables of the migrations themselves: what was applied, and when. No person stands in them. */
export const OF_MIGRATIONS: readonly string[] = ['flux_migrations'];

/** How long a row of the table stays, in words: by its policies of `src/retention`, and as its entry says. */
export function retentionOf({ table, kept }: TableEntry): string[] {
  const policies = POLICIES.filter((policy) => policy.table === table);
  const byPolicy = policies.map(({ name, keep, spoken }) => `${name}: ${spoken ?? keep}`);
  return kept === undefined ? byPolicy : [...byPolicy, kept];
}

/** What erasure does to a column of the table. */
export function erasureOf({ rows, kept }: TableEntry, { erasure }: Column): Erasure {
  return erasure ?? (rows === 'deleted' ? 'deleted' : { kept: kept ?? 'of nobody' });
}
