// The order in which things happen to Flux: kills by chance, and between them what takes its servers away.
import type { Outage } from './outages.ts';
import type { Point } from './points.ts';
import type { Random } from './random.ts';

export type Turn = Point | Outage;

/** All points in the proportion of their weights, `kills` of them with SIGKILL, and the outages at even distances. */
export function deckOf(
  points: readonly Point[],
  outages: readonly Outage[],
  kills: number,
  random: Random,
): Turn[] {
  const deck: Turn[] = takeKills(points, kills, random);
  // From the end, so that what was put in moves nothing that is still to come.
  for (const [index, outage] of [...outages.entries()].toReversed())
    deck.splice(Math.round((deck.length * (index + 1)) / (outages.length + 1)), 0, outage);
  return deck;
}

function takeKills(points: readonly Point[], kills: number, random: Random): Point[] {
  const round = points.flatMap((point) => Array.from({ length: point.weight }, () => point));
  const taken: Point[] = [];
  for (let left = kills; left > 0;)
    for (const point of random.shuffle(round)) {
      if (left === 0) break;
      taken.push(point);
      if (point.how === 'kill') left -= 1;
    }
  return taken;
}
