// The closed list of what a goal can be about. No other tag gets through.

export const TAGS = [
  'health',
  'fitness',
  'nutrition',
  'sleep',
  'mindfulness',
  'learning',
  'career',
  'finance',
  'relationships',
  'family',
  'home',
  'creativity',
  'travel',
  'community',
] as const;

export type Tag = (typeof TAGS)[number];
