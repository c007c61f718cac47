// What the writing of an export is given, and ends with.
import type { Person } from '../src/kernel/context.ts';

export interface ExportInput extends Person {
  exportId: string;
}

/** stopped: it was taken back. */
export type ExportResult = 'done' | 'stopped' | 'failed';
