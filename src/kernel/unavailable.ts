// Tells "nobody could be asked" from everything else that can go wrong: what was stored for it can be taken back.
import { FluxError } from './errors.ts';

/** Nothing was begun, as far as whoever asks knows. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof FluxError && error.code === 'UNAVAILABLE';
