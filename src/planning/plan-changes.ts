// The difference between two drafts of a plan, computed from what they hold: whatever is claimed to have changed is
// read from here.
import { shorten } from '../kernel/shorten.ts';
import { shortDate } from '../kernel/time.ts';
import { likeness, sameTitle, sittingsByTitle, type Sitting } from './match-sessions.ts';
import type { PlanChange, PlanChanges } from './plan-change.ts';
import { changesOfTask } from './task-changes.ts';
import type { PlanConflict, PlanContent } from './plan.ts';

const LISTED = 40;

/**
 * What differs in `after`. `fromMs`: sessions that begin before it are left aside on both sides, as over or begun.
 * Pure, and bounded: like changes of like sessions are one.
 */
export function changesBetween(
  before: PlanContent,
  after: PlanContent,
  { fromMs }: { fromMs?: number } = {},
): PlanChanges {
  const [old, fresh] = [sittingsByTitle(before, fromMs), sittingsByTitle(after, fromMs)];
  const renamed = findRenamed(old, fresh);
  const changes = [
    ...ofWhole(before, after, old, fresh),
    ...renamed.map(([was, is]) => titled('task_renamed', was, is)),
    ...[...old].flatMap(([title, sittings]) => {
      const heir = renamed.find(([was]) => was === title)?.[1] ?? title;
      return changesOfTask(sittings, fresh.get(heir) ?? []);
    }),
    ...[...fresh]
      .filter(([title]) => !old.has(title) && !renamed.some(([, is]) => is === title))
      .flatMap(([, sittings]) => changesOfTask([], sittings)),
    ...ofDescriptions(before, after),
    ...ofConflicts(before.conflicts, after.conflicts, fromMs),
  ];
  return {
    is_changed: changes.length > 0,
    changes: changes.slice(0, LISTED),
    left_out: Math.max(0, changes.length - LISTED),
  };

  function titled(kind: 'task_renamed', was: string, is: string): PlanChange {
    const [from, to] = [old.get(was)![0]!.title, fresh.get(is)![0]!.title];
    const message = `“${from}” is called “${to}” now.`;
    return { kind, task_title: to, was: from, is: to, sessions: fresh.get(is)!.length, message };
  }
}

type ByTitle = Map<string, Sitting[]>;

/** Titles that are gone, each with the new one whose sessions are mostly at the same moments. */
function findRenamed(old: ByTitle, fresh: ByTitle): [string, string][] {
  const free = new Set([...fresh.keys()].filter((title) => !old.has(title)));
  return [...old].flatMap(([title, sittings]): [string, string][] => {
    if (fresh.has(title)) return [];
    const heir = [...free].find((one) => likeness(sittings, fresh.get(one)!) > 0.5);
    if (heir === undefined) return [];
    free.delete(heir);
    return [[title, heir]];
  });
}

/** Nothing where it is as it was. */
const whole = (kind: PlanChange['kind'], was: string, is: string, message: string): PlanChange[] =>
  was === is
    ? []
    : [{ kind, task_title: null, was: shorten(was, 300), is: shorten(is, 300), sessions: 0, message }];

/** The plan as such: its name, its zone, its first and last day, and the steps after it. */
function ofWhole(before: PlanContent, after: PlanContent, old: ByTitle, fresh: ByTitle): PlanChange[] {
  const [first, last] = [edgesOf(old), edgesOf(fresh)];
  const { goal_title: name } = after;
  return [
    ...whole('goal_renamed', before.goal_title, name, `The goal is called “${name}” now.`),
    ...whole('zone', before.zone, after.zone, `Its times are those of ${after.zone} now.`),
    ...(first && last
      ? [
          ...whole('start', first.from, last.from, edge('begins', first.from, last.from)),
          ...whole('end', first.to, last.to, edge('ends', first.to, last.to)),
        ]
      : []),
    ...whole(
      'roadmap',
      stepsOf(before),
      stepsOf(after),
      'The steps after these six weeks are others than before.',
    ),
  ];
}

const edge = (verb: string, was: string, is: string): string =>
  `It ${verb} on ${shortDate(is)} instead of ${shortDate(was)}.`;

const stepsOf = ({ roadmap }: PlanContent): string => roadmap.map(({ title }) => title).join(', ');

function edgesOf(byTitle: ByTitle): { from: string; to: string } | null {
  const dates = [...byTitle.values()].flat().map(({ date }) => date);
  const sorted = dates.toSorted();
  const [from, to] = [sorted[0], sorted.at(-1)];
  return from !== undefined && to !== undefined ? { from, to } : null;
}

/** Of tasks that kept their title. */
function ofDescriptions(before: PlanContent, after: PlanContent): PlanChange[] {
  const old = wordsOf(before);
  return [...wordsOf(after)].flatMap(([key, { title, words }]): PlanChange[] => {
    const was = old.get(key);
    if (!was || was.words === words) return [];
    const message = `The description of “${title}” is another one.`;
    return [{ kind: 'task_described', task_title: title, was: null, is: null, sessions: 0, message }];
  });
}

function wordsOf({ tasks }: PlanContent): Map<string, { title: string; words: string }> {
  const byTitle = Map.groupBy(tasks, ({ title }) => sameTitle(title));
  return new Map(
    [...byTitle].map(([key, same]) => [
      key,
      { title: same[0]!.title, words: [...new Set(same.map(({ description }) => description))].join(' ') },
    ]),
  );
}

function ofConflicts(
  before: PlanConflict[],
  after: PlanConflict[],
  fromMs = Number.NEGATIVE_INFINITY,
): PlanChange[] {
  const ahead = (conflicts: PlanConflict[]) =>
    conflicts.filter(({ starts_at }) => starts_at === null || Date.parse(starts_at) >= fromMs);
  const [old, fresh] = [ahead(before), ahead(after)];
  return [
    ...fresh.filter((one) => !holds(old, one)).map((one) => conflictChange('conflict_gained', one)),
    ...old.filter((one) => !holds(fresh, one)).map((one) => conflictChange('conflict_lost', one)),
  ];
}

const holds = (all: PlanConflict[], { message, task_title, starts_at }: PlanConflict): boolean =>
  all.some((one) => one.message === message && one.task_title === task_title && one.starts_at === starts_at);

function conflictChange(kind: 'conflict_gained' | 'conflict_lost', conflict: PlanConflict): PlanChange {
  const { task_title, message } = conflict;
  const isLost = kind === 'conflict_lost';
  return {
    kind,
    task_title,
    was: isLost ? message : null,
    is: isLost ? null : message,
    sessions: conflict.starts_at === null ? 0 : 1,
    message: isLost ? `No longer so: ${message}` : message,
  };
}
