// How a call of a model can end, and which kind of model it was asked for.

export const OUTCOMES = ['answered', 'unusable', 'failed', 'cancelled'] as const;
export const TIERS = ['fast', 'strong'] as const;
