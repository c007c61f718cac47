// Writes what a person takes along: one activity, which begins anew wherever it was broken off. Events: 11.
import { isCancellation, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { ExportInput, ExportResult } from './account-export.contract.ts';
import { records, writing } from './activities.ts';

/** Taking it back is done in the database, which the activity asks with every part that it stores. */
export async function accountExport(input: ExportInput): Promise<ExportResult> {
  setCurrentDetails('Writing the file');
  try {
    return await writing(workflowInfo().taskQueue).writeExport(input);
  } catch (error) {
    if (isCancellation(error)) throw error;
    await records.failExport(input);
    return 'failed';
  }
}
