// How much one worker does at once. What to raise for how many reminders a minute stands in docs/deployment.md.
import { whole } from './kinds.ts';
import { words } from './words.ts';

const slots = (least = 1) => whole(least, 10_000);

export const WORKER = {
  WORKER_WORKFLOW_TASKS: slots(2).default(40).register(words, {
    what: 'Workflow tasks that one worker carries out at once.',
  }),
  WORKER_LOCAL_ACTIVITIES: slots().default(50).register(words, {
    what: 'Pushes, and ends of reminders, that one worker carries out at once, within their workflow tasks.',
  }),
  WORKER_ACTIVITIES: slots().default(100).register(words, {
    what: 'Activities of the main queue that one worker carries out at once: turns of chat, drafts, looks of the reconciler.',
  }),
  WORKER_WHATSAPP_MESSAGES: slots().default(20).register(words, {
    what: 'WhatsApp messages that one worker sends at once.',
  }),
  WORKER_CALLS: slots().default(20).register(words, {
    what: 'Calls that one worker places, or asks about, at once.',
  }),
  WORKER_EMAILS: slots().default(10).register(words, {
    what: 'E-mails that one worker sends at once.',
  }),
  WORKER_WAITING_TURNS: slots().default(500).register(words, {
    what: 'Turns of chat that wait for a plan, in one worker. They cost a slot and nothing else.',
  }),
  WORKER_EXPORTS: slots().default(2).register(words, {
    what: 'Exports that one worker writes at once. Each holds one connection to the database, and takes another now and then.',
  }),
  WORKER_POLLERS: slots(2).default(10).register(words, {
    what: 'Polls that one worker keeps open at Temporal for workflow tasks, and for the activities of each queue.',
  }),
  WORKER_CACHED_WORKFLOWS: slots().optional().register(words, {
    what: 'Workflows that one worker keeps in memory. One that it does not keep is read and replayed for its next step.',
    unset: '600 for each GB that the heap may grow to above 200 MB',
    example: '2000',
  }),
};
