// A deployment that allows everybody everything.
import type { Allowances } from '../../../src/usage/allowance.ts';

export const NO_LIMITS: Allowances = {
  organisation: { soft: null, hard: null },
  person: { soft: null, hard: null },
  goal: { soft: null, hard: null },
};
