// Every task queue of a deployment, and how much of it one worker does at once: read by the worker, the proxies and
// the backlog.

/** Of activities. Beside the main queue they carry its name, so that two deployments on one server never mix. */
export const QUEUES = {
  /** Workflows, and whatever is quick. */
  main: { activities: 100, localActivities: 50 },
  /** Turns that wait for a negotiation: they cost nothing but a slot, and never starve the work that they wait for. */
  turns: { activities: 500 },
  /** A provider that is slow holds up its own rung and no other. */
  whatsapp: { activities: 20 },
  call: { activities: 20 },
} as const;

export type Queue = keyof typeof QUEUES;

/** "flux", "flux-turns" */
export const queueOf = (main: string, queue: Queue): string => (queue === 'main' ? main : `${main}-${queue}`);
