// How a call of a model can end, and in which chain it was made.

export const OUTCOMES = ['answered', 'unusable', 'failed', 'cancelled'] as const;
export const TIERS = ['fast', 'strong'] as const;
