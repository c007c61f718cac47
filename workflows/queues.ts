// Every task queue of a deployment: read by the worker, the proxies and the backlog. How much of each one worker does
// at once is configuration (src/config/worker.ts).

/** Beside the main queue they carry its name, so that two deployments on one server never mix. */
export const QUEUES = [
  /** Workflows, and whatever is quick. */
  'main',
  /** Turns that wait for a negotiation: they cost nothing but a slot, and never starve the work that they wait for. */
  'turns',
  /** A provider that is slow holds up its own rung and no other. */
  'whatsapp',
  'call',
  /** Each reads all that is kept of a person, over two connections. */
  'exports',
  'email',
] as const;

export type Queue = (typeof QUEUES)[number];

/** "flux", "flux-turns" */
export const queueOf = (main: string, queue: Queue): string => (queue === 'main' ? main : `${main}-${queue}`);
