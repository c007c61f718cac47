// How Flux speaks with PostgreSQL: the explicit list of entities, whose rows they are, and the limits of connections.
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { ApiKey } from './account/api-key.entity.ts';
import { Profile, PushSubscription } from './account/profile.entity.ts';
import { RefreshToken, Session } from './account/session.entity.ts';
import { User, UserIdentity, VerifiedPhone } from './account/user.entity.ts';
import { CalendarFeed } from './calendar/calendar-feed.entity.ts';
import { Consent, ConsentKey } from './consent/consent.entity.ts';
import { Conversation, Message } from './conversations/conversation.entity.ts';
import { Dispatch, InboundId, Notification } from './dispatches/dispatch.entity.ts';
import { AccountExport, AccountExportPart } from './exports/export.entity.ts';
import { Email, EmailLink, EmailSuppression } from './emails/email.entity.ts';
import { Goal, PlanDraft, SpecialistFinding } from './goals/goal.entity.ts';
import { AccountImport } from './imports/import.entity.ts';
import { IdempotencyKey } from './kernel/idempotency.entity.ts';
import { sendUnreadLate } from './kernel/send-late.ts';
import { RateLimitBucket } from './kernel/rate-limit/bucket.entity.ts';
import { Invitation, Member, Org } from './orgs/org.entity.ts';
import { Pattern } from './patterns/pattern.entity.ts';
import { ErasedPerson, Erasure, RestingMember, Suppression } from './privacy/erasure.entity.ts';
import { Proposal } from './proposals/proposal.entity.ts';
import { Room, RoomAgent } from './rooms/room.entity.ts';
import { RoomSession, RoomTurn } from './rooms/session.entity.ts';
import { TaskPause } from './rules/task-pause.entity.ts';
import { SafetyEvent, SafetyHold } from './safety/hold.entity.ts';
import { Task, TaskEvent, TaskRule } from './tasks/task.entity.ts';
import { LlmBudget, LlmCall, LlmSpending } from './usage/usage.entity.ts';

/** Where our migrations are, in the image as well. */
export const MIGRATIONS = new URL('../migrations', import.meta.url).pathname;

export const ENTITIES = [
  Org,
  Member,
  Invitation,
  User,
  UserIdentity,
  Session,
  RefreshToken,
  VerifiedPhone,
  Profile,
  PushSubscription,
  ApiKey,
  Consent,
  ConsentKey,
  Email,
  EmailLink,
  EmailSuppression,
  SafetyHold,
  SafetyEvent,
  Conversation,
  Message,
  Goal,
  PlanDraft,
  SpecialistFinding,
  TaskRule,
  TaskPause,
  Task,
  TaskEvent,
  CalendarFeed,
  Dispatch,
  InboundId,
  Notification,
  Pattern,
  Room,
  RoomAgent,
  Proposal,
  RoomSession,
  RoomTurn,
  LlmCall,
  LlmSpending,
  LlmBudget,
  AccountExport,
  AccountExportPart,
  AccountImport,
  IdempotencyKey,
  RateLimitBucket,
  Erasure,
  RestingMember,
  ErasedPerson,
  Suppression,
];

export interface TableOfAPerson {
  /** As in SQL. Its column `user_id` names the person. */
  table: string;
  /** It has an `org_id` as well: what a person has in one organisation. False: of the person wherever they act. */
  isPerOrg: boolean;
}

/**
 * Where rows of one person stand, for what concerns all that is theirs: its export, its erasure, its age. Beside these,
 * `users` is the person themselves, `refresh_tokens` hang on sessions, and `invitations` name people in other columns.
 */
export function tablesOfAPerson(): TableOfAPerson[] {
  return ENTITIES.map(({ meta }) => meta)
    .filter(({ properties }) => 'userId' in properties)
    .map(({ tableName, properties }) => ({ table: tableName, isPerOrg: 'orgId' in properties }));
}

export interface DatabaseOptions {
  poolSize?: number;
  statementTimeoutMs?: number;
}

/**
 * Opens a pool. Waiting for a connection ends after 2 s: `pg` alone would wait for ever.
 * `statementTimeoutMs`: how long a statement may take; 0: for ever, as a migration of large tables does. Foreign keys,
 * functions and triggers are written in the migrations by hand, so the schema diff leaves them alone.
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<MikroORM> {
  let opened: Pool | undefined;
  let isClosed = false;
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: ENTITIES,
    extensions: [Migrator],
    forceUtcTimezone: true,
    // Our logins may make no database, and nothing shall connect before it is asked for something.
    ensureDatabase: false,
    discovery: { warnWhenNoEntities: false },
    pool: { min: 0, max: options.poolSize ?? 10 },
    driverOptions: {
      connectionTimeoutMillis: 2000,
      statement_timeout: options.statementTimeoutMs ?? 10_000,
      lock_timeout: 5000,
      idle_in_transaction_session_timeout: 15_000,
      onPoolCreated: (pool: Pool) => {
        opened = pool.on('connect', sendUnreadLate);
        // The ORM opens another for whoever asks it late; its connections would hold a process that has closed all.
        if (isClosed) void pool.end();
      },
    },
    schemaGenerator: { createForeignKeyConstraints: false, ignoreRoutines: true, ignoreTriggers: true },
    migrations: {
      path: MIGRATIONS,
      pathTs: MIGRATIONS,
      glob: 'Migration*.ts',
      emit: 'ts',
      tableName: 'flux_migrations',
      snapshot: false,
      // Each by itself: no lock of one is held while the next ones build an index.
      allOrNothing: false,
      silent: true,
    },
  });
  const close = orm.close.bind(orm);
  // The ORM ends a pool only where it has asked for something itself: another would hold its process for ten seconds.
  orm.close = async (force) => {
    isClosed = true;
    await close(force);
    if (opened?.ending === false) await opened.end();
  };
  return orm;
}
