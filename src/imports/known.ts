// Under which id each thing of a file stands here, or would: the same for the same person, place and file.
import { Goal } from '../goals/goal.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { derivedId } from '../kernel/ids.ts';
import { TaskPause } from '../rules/task-pause.entity.ts';
import { Task, TaskEvent, TaskRule } from '../tasks/task.entity.ts';
import type { Found } from './found.ts';
import type { Counts } from './report.ts';

export type Kind = keyof Counts;

export interface Place {
  id: string;
  /** It was imported before, or it is the very thing that was exported. */
  isThere: boolean;
}

/** Null for what the file does not hold: what pointed to it points to nothing. */
export type PlaceOf = (kind: Kind, origin: string | null) => Place | null;

type Look = (em: Ctx['em'], ids: string[]) => Promise<{ id: string }[]>;
const LOOKS: Record<Kind, Look> = {
  goals: (em, ids) => em.find(Goal, { id: { $in: ids } }, { fields: ['id'] }),
  rules: (em, ids) => em.find(TaskRule, { id: { $in: ids } }, { fields: ['id'] }),
  pauses: (em, ids) => em.find(TaskPause, { id: { $in: ids } }, { fields: ['id'] }),
  tasks: (em, ids) => em.find(Task, { id: { $in: ids } }, { fields: ['id'] }),
  events: (em, ids) => em.find(TaskEvent, { id: { $in: ids } }, { fields: ['id'] }),
};
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const AT_ONCE = 2000;

export async function findKnown(ctx: Ctx, found: Found): Promise<PlaceOf> {
  const places = new Map<string, Place>();
  for (const kind of Object.keys(LOOKS) as Kind[]) {
    const origins = [...new Set(found[kind].map(({ origin }) => origin))];
    const derived = (origin: string) =>
      derivedId(ctx.userId, `import ${ctx.orgId} ${found.source} ${kind} ${origin}`);
    const own = origins.filter((origin) => UUID.test(origin));
    const there = await idsThere(ctx, kind, [...origins.map(derived), ...own]);
    for (const origin of origins) {
      const id = there.has(origin) ? origin : derived(origin);
      places.set(`${kind} ${origin}`, { id, isThere: there.has(id) });
    }
  }
  return (kind, origin) => (origin === null ? null : (places.get(`${kind} ${origin}`) ?? null));
}

/** What is somebody else's is not there. */
async function idsThere({ em }: Ctx, kind: Kind, ids: readonly string[]): Promise<Set<string>> {
  const there = new Set<string>();
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const some = ids.slice(first, first + AT_ONCE);
    for (const { id } of await LOOKS[kind](em, some)) there.add(id);
  }
  return there;
}
