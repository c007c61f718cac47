// Reads an export of ours: goals, rules, pauses, tasks and what happened to them.
import { z } from 'zod';
import { FORMAT, MANIFEST, SCHEMA_VERSION } from '../exports/form.ts';
import { FluxError } from '../kernel/errors.ts';
import { isValidZone } from '../kernel/time.ts';
import { currentZoneName } from '../kernel/zone-names.ts';
import { checkRecurrence, FIRST_DATE, type Recurrence } from '../planning/recurrence.ts';
import { cleanWords } from './clean-words.ts';
import { eventRow, goalRow, pauseRow, ruleRow, taskRow } from './flux-rows.ts';
import { MOST_TASKS, nothing, type Found, type Refusal, type RuleFound, type TaskFound } from './found.ts';
import { readText, unreadable } from './read-text.ts';
import { requireListed, unzip, type Listed } from './unzip.ts';

const TABLES = ['goals', 'task_rules', 'task_pauses', 'tasks', 'task_events'] as const;
const nameOf = (table: (typeof TABLES)[number]): string => `data/${table}.json`;

const manifestShape = z.object({
  format: z.literal(FORMAT),
  schema_version: z.int(),
  entries: z.array(z.object({ name: z.string(), sha256: z.string() })).max(200),
});

/** Throws IMPORT_UNREADABLE and IMPORT_TOO_LARGE. A row that is not as ours are makes the whole file none of ours. */
export async function readFlux(bytes: Uint8Array): Promise<Found> {
  const entries = await unzip(bytes, [MANIFEST, ...TABLES.map(nameOf)]);
  const manifest = manifestShape.safeParse(jsonOf(entries.get(MANIFEST)));
  if (!manifest.success) throw unreadable('not_ours', `It has no ${MANIFEST} of ours.`);
  const { schema_version: version, entries: listed } = manifest.data;
  if (version !== SCHEMA_VERSION)
    throw unreadable('other_version', `It is of version ${version}, and we read version ${SCHEMA_VERSION}.`);
  const rowsOf = tablesOf(entries, listed);
  const found = nothing('flux');
  for (const row of rowsOf('goals', goalRow)) addGoal(found, row);
  const tasks = rowsOf('tasks', taskRow);
  if (tasks.length > MOST_TASKS) throw new FluxError('IMPORT_TOO_LARGE');
  const recurring = new Set(tasks.filter((one) => one.rule_date !== null).map((one) => one.rule_id));
  const kept = new Set<string>();
  for (const row of rowsOf('task_rules', ruleRow))
    if (addRule(found, row, recurring.has(row.id) || row.goal_id === null)) kept.add(row.id);
  for (const row of rowsOf('task_pauses', pauseRow)) found.pauses.push(pauseOf(row));
  for (const row of tasks) addTask(found, row, kept);
  for (const { id, task_id, created_at, ...rest } of rowsOf('task_events', eventRow))
    found.events.push({ ...rest, origin: id, line: null, task: task_id, createdAt: created_at });
  return found;
}

const tablesOf =
  (entries: ReadonlyMap<string, Buffer>, listed: readonly Listed[]) =>
  <Row extends z.ZodType>(table: (typeof TABLES)[number], row: Row): z.infer<Row>[] => {
    const read = z.array(row).safeParse(jsonOf(requireListed(entries, listed, nameOf(table))));
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    throw unreadable('not_as_ours', `${nameOf(table)}, ${issue?.path.join('.')}: ${issue?.message}`);
  };

function jsonOf(bytes: Buffer | undefined): unknown {
  try {
    return bytes && JSON.parse(readText(bytes));
  } catch (error) {
    if (error instanceof FluxError) throw error;
    return null;
  }
}

function addGoal(found: Found, row: z.infer<typeof goalRow>): void {
  const { id: origin, status, title, wish, tags } = row;
  if (status === 'negotiating')
    return void found.refused.push({
      line: null,
      what: title.slice(0, 80),
      reason: 'not_kept',
      detail: 'It was still being negotiated: say the wish again.',
    });
  found.goals.push({
    origin,
    line: null,
    status,
    title,
    wish,
    tags,
    createdAt: row.created_at,
    roadmapOf: row.roadmap_of,
    pipelineOrder: row.pipeline_order,
  });
}

function addRule(found: Found, row: z.infer<typeof ruleRow>, isByHand: boolean): boolean {
  const { id: origin, rrule, exdates, rdates } = row;
  const zone = currentZoneName(row.zone);
  const refuse = (reason: Refusal['reason'], detail: string): boolean => {
    found.refused.push({ line: null, what: row.title.slice(0, 80), reason, detail });
    return false;
  };
  const words = cleanWords(row.title, row.description);
  if (!words) return refuse('no_title', 'Nothing is to be seen in its title.');
  if (!isValidZone(zone)) return refuse('zone_unknown', 'It recurs in a zone that we do not know.');
  const recurrence = { rrule, zone, exdates, rdates, startDate: row.start_date, time: row.local_time };
  const checked = recurs(recurrence);
  if (!checked) return refuse('recurrence', 'We keep no such rule.');
  const rule: RuleFound = {
    origin,
    line: null,
    ...words,
    rrule: checked.rrule,
    zone,
    exdates: [...checked.exdates],
    rdates: [...checked.rdates],
    startDate: row.start_date,
    localTime: row.local_time,
    durationMinutes: row.duration_minutes,
    zoneIsFixed: row.zone_is_fixed,
    goal: row.goal_id,
    endedAt: row.ended_at,
    occurrences: isByHand ? 'brought' : 'plan',
  };
  found.rules.push(rule);
  return true;
}

/** As we would keep it; null for what we would not. */
function recurs(recurrence: Recurrence): Recurrence | null {
  try {
    return checkRecurrence(recurrence, FIRST_DATE);
  } catch (error) {
    if (error instanceof FluxError && error.code === 'RULE_INVALID') return null;
    throw error;
  }
}

const pauseOf = (row: z.infer<typeof pauseRow>) => ({
  origin: row.id,
  line: null,
  rule: row.rule_id,
  goal: row.goal_id,
  fromDate: row.from_date,
  untilDate: row.until_date,
  endedAt: row.ended_at,
  endedOn: row.ended_on,
});

/** Of a rule that is not kept it stands by itself. */
function addTask(found: Found, row: z.infer<typeof taskRow>, rules: ReadonlySet<string>): void {
  const { title } = row;
  const words = cleanWords(title, row.description);
  if (words) return void found.tasks.push({ ...taskOf(row, rules), ...words });
  const detail = 'Nothing is to be seen in its title.';
  found.refused.push({ line: null, what: title.slice(0, 80), reason: 'no_title', detail });
}

function taskOf(row: z.infer<typeof taskRow>, rules: ReadonlySet<string>): TaskFound {
  const { id: origin, title, description, status } = row;
  const zone = currentZoneName(row.zone ?? '');
  const rule = row.rule_id !== null && rules.has(row.rule_id) ? row.rule_id : null;
  return {
    origin,
    line: null,
    title,
    description,
    status,
    rule,
    zone: isValidZone(zone) ? zone : null,
    ruleDate: rule === null ? null : row.rule_date,
    startsAt: new Date(row.starts_at).toISOString(),
    durationMinutes: row.duration_minutes,
    triggerType: row.trigger_type,
    goalLetGo: row.goal_let_go,
    goal: row.goal_id,
    sharedWith: row.shared_with_goal_ids,
    pause: row.pause_id,
    cancelledFor: row.cancelled_for,
    settledAt: row.settled_at,
    settledVia: row.settled_via,
    settledDay: row.settled_day ?? null,
    settledHour: row.settled_hour ?? null,
  };
}
