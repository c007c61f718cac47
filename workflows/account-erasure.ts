// The erasure of one account: what runs for the person ends, and after the days in which they may take it back all of
// theirs goes. PostgreSQL says how far it is; every step is harmless when repeated. Events: some 60, and 5 for each
// further minute of deleting.
import { condition, setCurrentDetails, setHandler, sleep } from '@temporalio/workflow';
import { erasureChanged, type ErasureInput } from './account-erasure.contract.ts';
import { erasing, records } from './activities.ts';

/** Between two looks at what runs, and at what Temporal's list still shows: it lags behind. Twice as long each time. */
const LOOK_AGAIN_MS = 1000;
const LONGEST_MS = 5000;

/** Resolves to what became of it. */
export async function accountErasure({ erasureId }: ErasureInput): Promise<'taken_back' | 'erased'> {
  let isChanged = false;
  setHandler(erasureChanged, () => {
    isChanged = true;
  });
  const erasure = { erasureId };
  await endAll(erasure);
  for (;;) {
    isChanged = false;
    const beginning = await records.beginErasure(erasure);
    if (beginning.state === 'over') return 'taken_back';
    if (beginning.state === 'begun') break;
    setCurrentDetails('Waits: it can still be taken back');
    await condition(() => isChanged, beginning.waitMs, { summary: 'cooling off' });
  }
  // What was under way meanwhile, for the person or against the reconciler's better knowledge.
  await endAll(erasure);
  await forgetAll(erasure);
  await until('Deletes what the provider keeps', () => erasing.forgetCopies(erasure));
  await until('Deletes the rows', () => erasing.eraseRows(erasure));
  // What began while they were deleted has found nobody, and left a history.
  await endAll(erasure);
  await forgetAll(erasure);
  await records.finishErasure(erasure);
  setCurrentDetails('Erased');
  return 'erased';
}

/** Until nothing is seen to run, twice: the first look may come before what was just started is listed. */
async function endAll(erasure: ErasureInput): Promise<void> {
  await twiceNothing('Ends what runs', async () => (await erasing.endRuns(erasure)).left);
}

async function forgetAll(erasure: ErasureInput): Promise<void> {
  await twiceNothing('Deletes histories', async () => (await erasing.forgetHistories(erasure)).left);
}

async function twiceNothing(details: string, look: () => Promise<number>): Promise<void> {
  setCurrentDetails(details);
  let quiet = 0;
  for (let waitMs = LOOK_AGAIN_MS; quiet < 2; waitMs = Math.min(waitMs * 2, LONGEST_MS)) {
    quiet = (await look()) === 0 ? quiet + 1 : 0;
    if (quiet < 2) await sleep(quiet === 1 ? LOOK_AGAIN_MS : waitMs, { summary: 'looks again' });
  }
}

async function until(details: string, work: () => Promise<{ isDone: boolean }>): Promise<void> {
  setCurrentDetails(details);
  while (!(await work()).isDone);
}
