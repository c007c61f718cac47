// What a turn needs of somebody new, where nobody is: no number is proven there.
import type { OnboardPorts } from '../../src/chat/onboard.ts';

export const newcomers: Pick<OnboardPorts, 'prove' | 'minEscalationWindowMs'> = {
  prove: () => Promise.resolve(null),
  minEscalationWindowMs: 15_000,
};
