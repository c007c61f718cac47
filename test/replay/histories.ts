// The recorded histories as files: where they lie, how they are written, how they are read.
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { historyToJSON, type History } from '@temporalio/common/lib/proto-utils.js';

const PROJECT = join(import.meta.dirname, '../../');
const DIRECTORY = join(import.meta.dirname, 'histories');

export interface RecordedEvent {
  eventId: string;
  /** "EVENT_TYPE_TIMER_FIRED" */
  eventType: string;
  [attributes: string]: unknown;
}

/** Proto3 JSON, as other Temporal tools write it and `Worker.runReplayHistories` reads it. */
export interface RecordedHistory {
  events: RecordedEvent[];
}

export interface RecordedCase {
  /** The workflow's. */
  type: string;
  name: string;
  history: RecordedHistory;
}

/** What the server knows of a run. Where it ran (host, process, paths of code) is left out: no replay asks for it. */
export function toRecorded(history: History): RecordedHistory {
  return JSON.parse(historyToJSON(history), (key: string, value: unknown) => {
    if (key === 'identity' || key === 'stackTrace') return undefined;
    if (key === 'data' && typeof value === 'string') return withoutPaths(value);
    return isStickyQueue(value) ? { ...value, name: 'sticky' } : value;
  });
}

function withoutPaths(data: string): string {
  const text = Buffer.from(data, 'base64').toString();
  return text.includes(PROJECT) ? Buffer.from(text.replaceAll(PROJECT, '/')).toString('base64') : data;
}

const isStickyQueue = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'TASK_QUEUE_KIND_STICKY';

/** The last timer, unless it has fired or was cancelled. */
export function openTimer(events: RecordedEvent[]): RecordedEvent | null {
  const timer = events.findLast(({ eventType }) => eventType === 'EVENT_TYPE_TIMER_STARTED');
  const isOver = events.some(
    (event) =>
      /TIMER_(FIRED|CANCELED)$/.test(event.eventType) &&
      attributesOf(event)['startedEventId'] === timer?.eventId,
  );
  return timer && !isOver ? timer : null;
}

export function attributesOf(event: RecordedEvent): Record<string, unknown> {
  const [, attributes] = Object.entries(event).find(([key]) => key.endsWith('EventAttributes')) ?? [];
  return attributes as Record<string, unknown>;
}

export async function isRecorded(type: string, name: string): Promise<boolean> {
  return access(join(DIRECTORY, type, `${name}.json`)).then(
    () => true,
    () => false,
  );
}

/** One event per line: small, and a difference shows in which event it lies. */
export async function writeHistory({ type, name, history }: RecordedCase): Promise<void> {
  await mkdir(join(DIRECTORY, type), { recursive: true });
  const lines = history.events.map((event) => JSON.stringify(event));
  await writeFile(join(DIRECTORY, type, `${name}.json`), `{"events":[\n${lines.join(',\n')}\n]}\n`);
}

/** Every recorded case, in order of type and name. */
export async function readHistories(): Promise<RecordedCase[]> {
  const files = await readdir(DIRECTORY, { recursive: true });
  const cases = files
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map(async (file): Promise<RecordedCase> => {
      const [type = '', name = ''] = file.slice(0, -'.json'.length).split('/');
      return { type, name, history: JSON.parse(await readFile(join(DIRECTORY, file), 'utf8')) };
    });
  return Promise.all(cases);
}
