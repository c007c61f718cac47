// The languages that fixed texts of Flux are written in. Pure.

export const LANGUAGES = ['en', 'de', 'es', 'fr', 'pt'] as const;

export type Language = (typeof LANGUAGES)[number];
