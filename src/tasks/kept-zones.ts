// In which zone somebody was seen last, so that a question about their day can be asked for that day alone. Never the
// truth: whoever asks compares.
import { LRUCache } from 'lru-cache';
import type { Person } from '../kernel/context.ts';

export interface KeptZones {
  /** IANA name; undefined for somebody who was not seen lately. */
  recall(person: Person): string | undefined;
  keep(person: Person, zone: string): void;
}

const MOST_KEPT = 10_000;

export function keptZones(): KeptZones {
  const kept = new LRUCache<string, string>({ max: MOST_KEPT });
  return {
    recall: (person) => kept.get(nameOf(person)),
    keep: (person, zone) => void kept.set(nameOf(person), zone),
  };
}

const nameOf = ({ orgId, userId }: Person): string => `${orgId} ${userId}`;
