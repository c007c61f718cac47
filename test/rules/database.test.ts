// One rule for the database: rows by the stateless half of the mapper, and statements in files of their own, each listed with its reason.
import { expect, expectTypeOf, test } from 'vitest';
import type { Ctx } from '../../src/kernel/context.ts';
import type { beginGeneration } from '../../src/tasks/begin-generation.ts';
import type { requireFree } from '../../src/tasks/require-free.ts';
import type { moveTask } from '../../src/tasks/reschedule-task.ts';
import { parseSource, product, type SourceFile } from './read-project.ts';

/** What a statement file is there for: why the mapper cannot say it. A new one is a line here. */
const STATEMENTS: Record<string, string> = {
  'src/account/find-membership.sql.ts': 'members and orgs at once, with an address that a function knows',
  'src/account/apply-easings.sql.ts': 'a function of the database, sent along with what comes behind it',
  'src/account/keep-easings.sql.ts': 'a function of the database, sent along with what comes behind it',
  'src/archive/read-moment.sql.ts':
    'the database about itself: the moment of the transaction, and types of columns',
  'src/archive/read-rows.sql.ts': 'any table by a cursor, each row as JSON text that is never an object here',
  'src/archive/store-part.sql.ts':
    'a part of a file only while its export is still written by this attempt, in one round trip',
  'src/calendar/list-events.sql.ts': 'a part of each task, by a person who is known by an address alone',
  'src/analytics/list-missed.sql.ts': 'tasks by the tags of their goals, counted from a day of the person on',
  'src/analytics/list-weeks.sql.ts': 'sums by the weeks of the person, in one round trip',
  'src/analytics/read-channels.sql.ts':
    'answers of tasks beside what was sent for them: tasks and dispatches',
  'src/analytics/read-overview.sql.ts':
    'runs of days among all of a person, with their pauses, in one round trip',
  'src/chat/read-reply.sql.ts': 'an answer with the draft that it shows: messages and plan_drafts',
  'src/chat/read-situation.sql.ts': 'messages, profile, goals and tasks in one round trip, with every turn',
  'src/consent/say-how.sql.ts': 'settings of the transaction: triggers of the ledger read them',
  'src/conversations/insert-message.sql.ts': 'opens a conversation and writes into it, in one round trip',
  'src/conversations/read-uncondensed.sql.ts':
    'what was said since the newest summary, with it and the zone, in one round trip',
  'src/conversations/store-summary.sql.ts':
    'a summary at the moment of the last message that it stands for, unless there is one',
  'src/conversations/reply-at-once.sql.ts': 'takes a message and answers it in one round trip',
  'src/conversations/take-message.sql.ts':
    'takes a message and looks at it in the same moment: a lock, with every turn',
  'src/emails/claim-email.sql.ts':
    'looks at suppressions and claims in the same moment: a lock, with every mail',
  'src/emails/suppress-address.sql.ts': 'a hash of another row, unless it is there',
  'src/me/read-account.sql.ts': 'counts of many tables, and what functions know, in one round trip',
  'src/privacy/keep-hash.sql.ts': 'a hash that a function of the database makes',
  'src/goals/count-history.sql.ts': 'tasks and the tags of their goals, counted by local weekday and hour',
  'src/goals/list-progress.sql.ts': 'goals with sums of the tasks that serve them, in one round trip',
  'src/goals/is-sprint-over.sql.ts': 'a goal by all of its tasks, in one round trip with every answer',
  'src/goals/lock-sharing.sql.ts': 'a lock and nothing else: what is read after it is new',
  'src/patterns/list-settled.sql.ts': 'tasks by the clock of their person',
  'src/orgs/hold-org.sql.ts': 'a lock first, and then a look at what its last holder left',
  'src/orgs/in-org.sql.ts': 'a setting of the transaction: which organisation row security lets through',
  'src/orgs/read-org.sql.ts': 'a role that a function of the database knows',
  'src/orgs/withdraw-invitations.sql.ts': 'invitations by an address that a function of the database knows',
  'src/privacy/begin-erasure.sql.ts': 'many tables at once, with the locks and the heirs of organisations',
  'src/privacy/add-counts.sql.ts': 'numbers inside a value, each added to where it stands',
  'src/privacy/note-most.sql.ts': 'a number inside a value, where it is more than what stands there',
  'src/privacy/find-people.sql.ts': 'people by what a function of the database makes of their ids',
  'src/privacy/hash-of-erasure.sql.ts': 'a hash that a function of the database makes',
  'src/privacy/list-erased.sql.ts': 'two tables as one list, with what a function of the database makes',
  'src/privacy/erase-rows.sql.ts': 'every table of the catalogue, in batches',
  'src/privacy/list-copies.sql.ts': 'ids of a provider out of two logs, behind the last one that is gone',
  'src/privacy/list-subjects.sql.ts': 'three tables as one list, behind an id',
  'src/reconciler/find-changed-profiles.sql.ts': 'a place among moments and ids, in all organisations',
  'src/reconciler/find-decided-goals.sql.ts': 'a place among moments and ids, in all organisations',
  'src/reconciler/find-due-tasks.sql.ts':
    'tasks, profiles and members of all organisations, with the limit inside',
  'src/reconciler/find-finished-goals.sql.ts': 'goals, their tasks and members of all organisations',
  'src/exports/read-part.sql.ts':
    'a part of a file by a person who is known by a link alone, in one round trip',
  'src/reconciler/find-halted-exports.sql.ts': 'account_exports and members, in all organisations',
  'src/reconciler/find-heard.sql.ts': 'ids out of a list as long as it happens to be, in all organisations',
  'src/reconciler/find-negotiating-goals.sql.ts': 'goals and members of all organisations',
  'src/reconciler/find-open-erasures.sql.ts': 'a place among moments and ids, and what is due by the clock',
  'src/reconciler/find-quiet-rooms.sql.ts': 'sessions, turns and members of all organisations',
  'src/reconciler/find-short-rules.sql.ts': 'rules and members of all organisations',
  'src/reconciler/find-unclear-rungs.sql.ts': 'dispatches, tasks and members of all organisations',
  'src/reconciler/find-unanswered-messages.sql.ts': 'messages, members and goals of all organisations',
  'src/reconciler/find-unsent-emails.sql.ts': 'a place among moments and ids, of all people',
  'src/reconciler/park-tasks.sql.ts': 'many rows of all organisations, and a number that is no generation',
  'src/reconciler/take-up-tasks.sql.ts': 'members and tasks of all organisations at once',
  'src/reminders/list-started-reminders.sql.ts':
    'tasks by the lead of their person, and by what was sent for them',
  'src/reminders/hold-called.sql.ts': 'a call with its line and its task, held, in one round trip',
  'src/reminders/hold-closing.sql.ts': 'a task with the window of its person, held by the same statement',
  'src/reminders/list-announced.sql.ts': 'tasks with their last rung: dispatches and tasks at once',
  'src/reminders/mark-reminders-started.sql.ts': 'many rows, each with a value of its own',
  'src/reminders/record-sent.sql.ts':
    'writes a dispatch and its line, and asks for its task in the same moment',
  'src/reminders/take-rung.sql.ts':
    'looks at task, profile, subscriptions and dispatches, and claims, in one round trip, with every rung',
  'src/rooms/room-usage.sql.ts': 'sums of calls by session and agent at once',
  'src/rooms/session-spent.sql.ts': 'sums over the calls of a session',
  'src/tasks/insert-unless-taken.sql.ts': 'looks, inserts and notes it at once: nothing can come between',
  'src/tasks/hold-task.sql.ts': 'a task with what its person sees of it, held, in one round trip',
  'src/tasks/lock-task.sql.ts': 'a lock and nothing else: what is read after it is new',
  'src/tasks/open-within.sql.ts': 'tasks, and what a function of the database knows of other organisations',
  'src/tasks/lock-calendar.sql.ts': 'a lock and nothing else: what is read after it is new',
  'src/tasks/count-asleep.sql.ts': 'counts by the clock of a zone, among thousands of rows',
  'src/tasks/list-today.sql.ts': 'profile, tasks and dispatches in one round trip, asked most of all',
  'src/usage/read-summary.sql.ts':
    'sums of calls by six things, with what a function knows of budgets, in one round trip',
  'src/usage/reserve-call.sql.ts': 'a function that looks at budgets and holds them in the same moment',
  'src/usage/settle-call.sql.ts':
    'a function that writes a call and puts its budgets right in the same moment',
};

/** Where statements are run for others. */
const RUNNERS = /^(migrations|src\/(kernel|dev|retention|seed))\//;

const RAW =
  /\b(?:em|orm\.em\.fork\(\))\s*\.execute\b|\bqueryAs(?:Login|Person)\b|\brunStatement\(|\.createQueryBuilder\(|\bctx\.query\(/;

/** Files that run a statement and are no statement file. */
const rawElsewhere = (files: SourceFile[]): string[] =>
  files
    .filter(({ path, text }) => RAW.test(text) && !path.endsWith('.sql.ts') && !RUNNERS.test(path))
    .map(({ path }) => path);

test('statements stand in files of their own', () => {
  expect(rawElsewhere(product)).toEqual([]);
  const planted = parseSource('src/tasks/planted.ts', 'await ctx.em.execute(`select 1`);\n');
  expect(rawElsewhere([planted])).toEqual(['src/tasks/planted.ts']);
});

test('every statement file is listed with its reason', () => {
  const files = product.filter(({ path }) => path.endsWith('.sql.ts')).map(({ path }) => path);
  expect(files.toSorted()).toEqual(Object.keys(STATEMENTS).toSorted());
  expect(Object.entries(STATEMENTS).filter(([, reason]) => reason.length < 10)).toEqual([]);
});

/** "file: names", where a statement file does not export exactly one function. */
const crowded = (files: SourceFile[]): string[] =>
  files
    .filter(({ path }) => path.endsWith('.sql.ts'))
    .map(({ path, text }) => ({
      path,
      names: Array.from(
        text.matchAll(/^export (?:async )?(?:function\*?|const) (\w+)/gm),
        ([, name]) => name!,
      ),
    }))
    .filter(({ names }) => names.length !== 1)
    .map(({ path, names }) => `${path}: ${names.join(', ')}`);

test('a statement file exports one function', () => {
  expect(crowded(product)).toEqual([]);
  const planted = parseSource(
    'src/tasks/planted.sql.ts',
    'export async function one() {}\nexport const LIMIT = 1;\n',
  );
  expect(crowded([planted])).toEqual(['src/tasks/planted.sql.ts: one, LIMIT']);
});

/** Writes a new task. Whoever gives one another time, or another life, calls what asks for the calendar by its type. */
const INSERTS_TASK = /\binsert into tasks\b|\b(?:insert|insertMany|upsert|upsertMany)\(\s*Task,/;

const withoutCalendar = (files: SourceFile[]): string[] =>
  files
    .filter(({ path }) => !/^(migrations|src\/(kernel|dev|retention|seed))\//.test(path))
    .filter(({ text }) => INSERTS_TASK.test(text) && !/await lockCalendar\(|ctx: HoldsCalendar\b/.test(text))
    .map(({ path }) => path);

test('nobody writes a time without having waited for the calendar', () => {
  expect(product.filter(({ text }) => INSERTS_TASK.test(text)).length).toBeGreaterThan(1);
  expect(withoutCalendar(product)).toEqual([]);
  const planted = parseSource('src/tasks/planted.ts', 'await ctx.em.insertMany(Task, tasks);\n');
  expect(withoutCalendar([planted])).toEqual(['src/tasks/planted.ts']);
  // Held by tsc.
  expectTypeOf<Ctx>().not.toExtend<Parameters<typeof requireFree>[0]>();
  expectTypeOf<Ctx>().not.toExtend<Parameters<typeof moveTask>[0]>();
  expectTypeOf<Ctx>().not.toExtend<Parameters<typeof beginGeneration>[0]>();
});

/** The mapper's other half: rows that remember what they were, and are written when nobody looks. */
const MANAGED =
  /\bem\.(?:flush|persist|persistAndFlush|remove|removeAndFlush|clear|assign|create|merge)\(|\bwrap\(/;

/** Where each transaction forgets what it read, so that an assignment is never written: test/parts/kernel/context.test.ts. */
const FORGETS = 'src/kernel/context.ts';

const managed = (files: SourceFile[]): string[] =>
  files.filter(({ path, text }) => path !== FORGETS && MANAGED.test(text)).map(({ path }) => path);

test('nothing is flushed: a write is where it stands', () => {
  expect(managed(product)).toEqual([]);
  const planted = parseSource('src/tasks/planted.ts', 'task.status = 1;\nawait ctx.em.flush();\n');
  expect(managed([planted])).toEqual(['src/tasks/planted.ts']);
});
