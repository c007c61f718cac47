// What each path costs: events are what a Temporal server stores, replays and lets one pay for.
import { expect, test } from 'vitest';
import { readHistories } from './histories.ts';

/** A number that changes is a change of price: look at it, then write the new one here. */
const EVENTS = {
  // Eleven for each look at what runs, or is still listed: Temporal's list lags behind.
  accountErasure: { 'erased-at-once': 198, 'taken-back': 41, 'waived-while-it-waits': 127 },
  reminderEscalation: {
    'nobody-answers': 34,
    'answered-after-push': 12,
    'answered-after-whatsapp': 23,
    'answered-by-key': 40,
    'answered-while-it-rings': 30,
    'answered-before-it-is-due': 7,
    'answered-and-never-told': 17,
    'cancelled-after-push': 12,
    'moved-after-push': 12,
    'moved-before-it-is-due': 7,
    'moved-and-then-reminded': 12,
    'no-subscription': 18,
    'phone-not-verified': 24,
    'whatsapp-not-opted-in': 29,
    'every-gate-closed': 25,
    'quiet-hours': 18,
    'settled-in-quiet-hours': 12,
    'push-service-busy': 18,
    'whatsapp-outcome-unknown': 18,
    'whatsapp-refused': 35,
    'every-provider-broken': 19,
    // 19 for each round in which nothing was accepted.
    'goes-round-again': 48,
    'never-delivered': 39,
    'nobody-can-be-reached': 25,
    'failed-after-it-was-taken': 36,
    'woken-by-a-longer-lead': 13,
    'settings-changed-in-a-round': 36,
    'window-made-longer': 37,
    'call-taken-back': 38,
    'left-while-it-rings': 31,
    'answer-not-heard': 62,
    'push-switched-off': 25,
    // One more than where its own button was pressed.
    'notification-cleared': 13,
    'call-cannot-be-ended': 30,
    // Its marker, and what becomes of the question: only where somebody answers meanwhile.
    'answered-while-it-is-asked': 43,
    'left-unclear-and-settled': 6,
  },
  // Three more or less, as the specialists happen to finish together or one by one.
  goalNegotiation: {
    'awaits-a-decision': 31,
    approved: 44,
    'revised-twice': 103,
    'revision-stopped': 59,
    'stale-approval-refused': 78,
    'stale-in-its-turn': 80,
    outdated: 78,
    'specialist-missing': 44,
    'every-specialist-missing': 44,
    abandoned: 44,
    'approved-in-chat': 47,
    'let-go-in-chat': 41,
    lapsed: 39,
    'asked-while-it-lapses': 49,
    'never-answered-while-it-lapsed': 23,
    'agreed-elsewhere': 43,
    'let-go-elsewhere': 34,
    'let-go-while-drafting': 31,
    'no-draft-came-of-it': 74,
    redrafted: 74,
    'started-from-a-draft': 43,
    'looked-again': 46,
  },
  chatSession: {
    clarified: 13,
    'goal-agreed': 57,
    'goal-let-go': 38,
    'many-things': 39,
    'two-at-once': 43,
    'ended-idle': 18,
    // A marker and its search attribute, once per session: it says that turns wait beside.
    'waits-beside': 47,
    'agreed-in-its-turn': 34,
    stopped: 34,
  },
  accountExport: { written: 11, 'nobody-wants-it-any-more': 11, 'given-up': 17 },
  emailDelivery: { sent: 11, 'sent-later': 11 },
  // Three for each kind, and the tasks in which they end; some end together.
  reconciler: { 'nothing-waits': 27 },
  // Six for each turn, and six for the end.
  roomSession: { interrupted: 17, 'nobody-can-speak': 28, 'talks-to-its-limit': 24, 'waits-for-people': 18 },
  reminderSweep: { 'nothing-forgotten': 11 },
  // Six for each policy.
  retention: { 'nothing-due': 65, 'some-rows-due': 65, 'asked-again-and-one-not-served': 41 },
};

test('every path costs what it is known to cost', async () => {
  const counted: Record<string, Record<string, number>> = {};
  for (const { type, name, history } of await readHistories())
    (counted[type] ??= {})[name] = history.events.length;
  expect(counted).toEqual(EVENTS);
});

test('the two figures that decide the price of a reminder: at most 34 events in full, at most 12 for an answered push', () => {
  expect(EVENTS.reminderEscalation['nobody-answers']).toBeLessThanOrEqual(34);
  expect(EVENTS.reminderEscalation['answered-after-push']).toBeLessThanOrEqual(12);
});
