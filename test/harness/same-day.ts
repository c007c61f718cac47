// Before each test file: who says "tomorrow" twice means the same day. A file that would begin just before midnight (UTC) begins after it.
import { setTimeout } from 'node:timers/promises';

const DAY_MS = 24 * 3_600_000;
/** Longer than nearly every file takes, so that none has two days in it. */
const TOO_LATE_MS = 90_000;

const left = DAY_MS - (Date.now() % DAY_MS);
if (left < TOO_LATE_MS) {
  process.stderr.write(`it is nearly midnight: this file begins in ${Math.ceil(left / 1000)} s\n`);
  await setTimeout(left);
}
