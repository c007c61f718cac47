// What is meant by names of zones that Node and PostgreSQL do not read alike: both show every person one clock.

/** IANA made them links; PostgreSQL takes them for abbreviations, whose clocks never change. */
const LINKS = new Map([
  ['CET', 'Europe/Brussels'],
  ['EET', 'Europe/Athens'],
  ['MET', 'Europe/Brussels'],
  ['WET', 'Europe/Lisbon'],
]);

/** Three letters that everybody reads as IANA does. */
const PLAIN = new Set(['UTC', 'GMT', 'UCT', 'EST', 'MST', 'HST', 'PRC', 'ROC', 'ROK']);

/** No names of IANA (any more), and yet known to ICU. */
const OF_ICU = /^(?:[a-z]{3}|systemv\/.*|us\/pacific-new|canada\/east-saskatchewan)$/i;

/**
 * The name that IANA has for the zone today, where everybody has to read the same; any other is given back as it is,
 * also one that is no zone.
 */
export const currentZoneName = (zone: string): string => LINKS.get(zone.toUpperCase()) ?? zone;

/** False for a name that another reader may take for another zone, or for none: "BST" is Dhaka, London or nothing. */
export const isReadAlike = (zone: string): boolean => PLAIN.has(zone.toUpperCase()) || !OF_ICU.test(zone);
