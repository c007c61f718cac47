// What a request asked for, in the words of our own routes: never the address, which may hold anything.
import type { Context } from 'hono';
import { matchedRoutes } from 'hono/route';

/** "/v1/tasks/:id", or null where no route is meant. */
export function routePattern(c: Context): string | null {
  return matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? null;
}
