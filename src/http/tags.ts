// The parts of the API, for whoever reads the document by topic.

interface Tag {
  name: string;
  description: string;
  paths: RegExp;
}

/** In the order of the document; each path belongs to the first that fits. */
export const TAGS: readonly Tag[] = [
  {
    name: 'Signing in',
    description: 'Accounts, sessions and API keys.',
    paths: /^\/v1\/(auth|account\/(sessions|api-keys))\b/,
  },
  {
    name: 'Calendar',
    description: 'The tasks in calendars of other makers.',
    paths: /^\/v1\/(calendar|account\/calendar-feed)\b/,
  },
  {
    name: 'Taking along',
    description: 'Everything that is kept of a person, as a file of theirs; and files that they bring.',
    paths: /^\/v1\/(me\/(exports|imports)|exports)\b/,
  },
  {
    name: 'Erasure',
    description: 'The account and all that is kept of a person goes, with a receipt.',
    paths: /^\/v1\/(me\/erasure|erasure-receipts)\b/,
  },
  {
    name: 'Account',
    description: 'Preferences, telephone, notifications, consent.',
    paths: /^\/v1\/(account|me)\b/,
  },
  { name: 'Chat', description: 'Talking with the coach.', paths: /^\/v1\/(chat|conversations)\b/ },
  {
    name: 'Rooms',
    description: 'Agents that talk with people, and with each other.',
    paths: /^\/v1\/room(s|-sessions)\b/,
  },
  {
    name: 'Proposals',
    description: 'What models of others would do, until the person decides.',
    paths: /^\/v1\/proposals\b/,
  },
  { name: 'Goals', description: 'Goals, their plans, and the approval.', paths: /^\/v1\/goals\b/ },
  { name: 'Tasks', description: 'What is due, and what became of it.', paths: /^\/v1\/(tasks|demo)\b/ },
  {
    name: 'Rules',
    description: 'Tasks that recur, what is left out of them, and pauses.',
    paths: /^\/v1\/task-(rules|pauses)\b/,
  },
  {
    name: 'Patterns',
    description: 'When tasks are missed, and what the person says of it.',
    paths: /^\/v1\/patterns\b/,
  },
  {
    name: 'Analytics',
    description: 'What was done and missed, by day, week, hour, goal and channel.',
    paths: /^\/v1\/analytics\b/,
  },
  {
    name: 'Usage',
    description: 'What models were used for, what that cost, and what it may cost.',
    paths: /^\/v1\/usage\b/,
  },
  {
    name: 'Organisations',
    description: 'Teams, members and invitations.',
    paths: /^\/v1\/(orgs|invitations)\b/,
  },
  { name: 'Notifications', description: 'Called by the buttons of a notification.', paths: /^\/push\b/ },
  {
    name: 'Operation',
    description: 'Health, metrics, and what errors mean.',
    paths: /^\/(livez|readyz|health|metrics|problems)\b/,
  },
];

/** Throws Error for a path that belongs to none: a new part has its line above. */
export function tagOf(path: string): string {
  const tag = TAGS.find(({ paths }) => paths.test(path));
  if (!tag) throw new Error(`${path} has no tag: src/http/tags.ts`);
  return tag.name;
}
