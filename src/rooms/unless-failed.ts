// For answers that a room can do without: one that no model gives does not stop it.
import { FluxError } from '../kernel/errors.ts';

/** What is asked for; `otherwise` where nobody gave an answer that can be used. Throws everything else. */
export async function unlessFailed<T>(asking: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (!(error instanceof FluxError) || error.code !== 'MODEL_FAILED') throw error;
    return otherwise;
  }
}
