// Waits for a workflow's answer as long as a request may; what takes longer goes on by itself.
import { FluxError } from './errors.ts';

/**
 * The answer, or null where it is still being worked on (the door answers 202 and says where to look). Other errors
 * pass.
 */
export async function finished<T>(work: Promise<T>): Promise<{ value: T } | null> {
  try {
    return { value: await work };
  } catch (error) {
    if (error instanceof FluxError && error.code === 'STILL_WORKING') return null;
    throw error;
  }
}
