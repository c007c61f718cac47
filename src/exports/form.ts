// How a file of ours is known again: by what writes it and by what reads it.

export const FORMAT = 'flux-export';
/** Grows where a reader of before would misread what is written now. */
export const SCHEMA_VERSION = 1;
export const MANIFEST = 'manifest.json';
