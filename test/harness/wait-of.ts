// What a reminder waits for, as its history says.
import { attributesOf, openTimer, toRecorded } from '../replay/histories.ts';
import type { World } from './world.ts';

export interface Wait {
  /** As the workflow named it. */
  summary: string;
  ms: number;
}

/** Null while it sleeps until it is due, or does something. */
export async function waitOf({ temporal }: World, taskId: string, generation = 1): Promise<Wait | null> {
  const handle = temporal.client.workflow.getHandle(`reminder/${taskId}/${generation}`);
  const timer = openTimer(toRecorded(await handle.fetchHistory()).events);
  const { summary } = (timer?.['userMetadata'] ?? {}) as { summary?: { data: string } };
  if (!timer || !summary) return null;
  const seconds = Number.parseFloat(String(attributesOf(timer)['startToFireTimeout']));
  return { summary: JSON.parse(Buffer.from(summary.data, 'base64').toString()), ms: seconds * 1000 };
}
