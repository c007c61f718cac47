// The door of calendars: the address that shows a person's tasks, and what they do with it.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import { clientAddress } from '../http/client-address.ts';
import type { Env } from '../http/env.ts';
import { answerTaggedText } from '../http/etag.ts';
import { limitRequest } from '../http/limit-requests.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, room } from '../http/operation.ts';
import { ETAG } from '../http/declare-operation.ts';
import { instant } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { KEPT_SECONDS, writeCalendar } from './write-calendar.ts';
import { findReader } from './find-reader.ts';
import { listEvents } from './list-events.sql.ts';
import { closeFeed, openFeed, readFeed } from './manage-feed.ts';

export interface CalendarPorts extends OncePorts {
  limiter: Limiter;
  trustedProxyHops: number;
  publicUrl: string;
}

const feedFields = { created_at: instant };
const feedJson = z.strictObject(feedFields).openapi('CalendarFeed');
const newFeedJson = z
  .strictObject({
    ...feedFields,
    url: z.string().describe('Whoever knows it can read the titles and times of the tasks.'),
  })
  .openapi('NewCalendarFeed');

const open = endpoint(
  { access: 'session', limit: 'crud' },
  {
    method: 'post',
    path: '/account/calendar-feed',
    operationId: 'openCalendarFeed',
    summary: 'Make the address at which calendars read the tasks; one of before opens nothing any more',
    responses: { 201: answer('The address, this once.', newFeedJson) },
  },
  (ports: CalendarPorts) => (c) =>
    writeOnce(c, ports, 201, async (ctx) => {
      const { secret, createdAt } = await openFeed(ctx);
      return {
        body: { created_at: createdAt.toISOString(), url: `${ports.publicUrl}/v1/calendar/${secret}.ics` },
      };
    }),
);

const look = endpoint(
  { access: 'session', limit: 'crud' },
  {
    method: 'get',
    path: '/account/calendar-feed',
    operationId: 'readCalendarFeed',
    summary: 'Since when there is an address for calendars, in this organisation',
    responses: { 200: answer('There is one.', feedJson) },
  },
  (ports: CalendarPorts) => async (c) => {
    const { createdAt } = await asPerson(ports, c.var.person, readFeed);
    return c.json({ created_at: createdAt.toISOString() }, 200);
  },
);

const close = endpoint(
  { access: 'session', limit: 'crud' },
  {
    method: 'delete',
    path: '/account/calendar-feed',
    operationId: 'closeCalendarFeed',
    summary: 'Take the address back, at once',
    responses: { 204: { description: 'It opens nothing any more.' } },
  },
  (ports: CalendarPorts) => (c) =>
    writeOnce(c, ports, 204, async (ctx) => {
      await closeFeed(ctx);
      return { body: null };
    }),
);

const show = endpoint(
  // Counted by the address that is asked for: many people's calendars come from one network.
  { access: 'public', limit: null, tagged: true, problems: ['NOT_FOUND', 'RATE_LIMITED'] },
  {
    method: 'get',
    path: '/calendar/{file}',
    operationId: 'readCalendar',
    summary: 'The tasks from 30 days back to 90 ahead, as iCalendar (RFC 5545)',
    description:
      'Counts for the limit `crud` of this address by itself; for `unknown` of the network where it opens nothing. What is done begins with a check mark; what was cancelled is told for a week.',
    request: { params: z.object({ file: z.string().describe('The secret, and .ics.') }) },
    responses: {
      200: {
        description: 'Times in UTC; at most 2,000 events, what is to come first.',
        content: { 'text/calendar': { schema: z.string() } },
        headers: ETAG,
      },
    },
  },
  (ports: CalendarPorts) => async (c) => {
    const reader = await findReader(ports.orm, c.req.valid('param').file);
    if (!reader) {
      await limitRequest(c, ports.limiter, 'unknown', clientAddress(c, ports.trustedProxyHops));
      throw new FluxError('NOT_FOUND');
    }
    await limitRequest(c, ports.limiter, 'crud', reader.hash);
    const calendar = writeCalendar(await listEvents(ports.orm, reader, Date.now()));
    c.header('Cache-Control', `private, max-age=${KEPT_SECONDS}`);
    return answerTaggedText(c, calendar, 'text/calendar; charset=utf-8');
  },
);

export const calendarRoutes = (ports: CalendarPorts): OpenAPIHono<Env> =>
  room(ports, open, look, close, show);
