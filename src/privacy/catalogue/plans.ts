// The columns of what a person said, wants and agreed to, and of what was learned of their week.
import { Conversation, Message } from '../../conversations/conversation.entity.ts';
import { Goal, PlanDraft, SpecialistFinding } from '../../goals/goal.entity.ts';
import { Pattern } from '../../patterns/pattern.entity.ts';
import { SafetyEvent, SafetyHold } from '../../safety/hold.entity.ts';
import { AS_LONG_AS_THE_ACCOUNT, describe, inner, ofAPerson, personal, plain } from './entry.ts';

const HOW_FAR = inner('how far our own work is, and nothing that a person would take along');

export const conversations = describe(Conversation, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: ofAPerson,
});

export const messages = describe(Message, {
  whose: 'user_id',
  untied: ['reply_to'],
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    ...ofAPerson,
    conversationId: plain,
    role: plain,
    text: personal,
    replyTo: plain,
    agent: plain,
    goalId: plain,
    draftNumber: plain,
    dialogue: { ...personal, export: { not: 'what the reply beside it says in words, for the next turn' } },
    requiresUserAction: plain,
    withheld: personal,
    awaits: HOW_FAR,
    stoppedAt: plain,
    coversTo: plain,
    content: { ...personal, export: { not: 'what the summary beside it says in words, for the next one' } },
  },
});

export const goals = describe(Goal, {
  whose: 'user_id',
  untied: ['roadmap_of'],
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    ...ofAPerson,
    conversationId: plain,
    wish: personal,
    saidAt: plain,
    title: personal,
    tags: personal,
    status: plain,
    approvedDraft: plain,
    approvedDrafts: plain,
    modifies: HOW_FAR,
    planning: HOW_FAR,
    planningFailures: HOW_FAR,
    outdatedDraft: HOW_FAR,
    roadmapOf: plain,
    pipelineOrder: plain,
    updatedAt: plain,
  },
});

export const planDrafts = describe(PlanDraft, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    ...ofAPerson,
    goalId: plain,
    number: plain,
    hash: plain,
    content: personal,
    requestedBy: plain,
    changes: personal,
    modification: HOW_FAR,
    restores: plain,
  },
});

export const specialistFindings = describe(SpecialistFinding, {
  whose: 'user_id',
  rows: 'deleted',
  columns: { ...ofAPerson, goalId: plain, draftNumber: plain, specialist: plain, output: personal },
});

export const patterns = describe(Pattern, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    ...ofAPerson,
    day: personal,
    timeFrom: personal,
    timeTo: personal,
    description: personal,
    confidence: plain,
    evidence: plain,
    userOverridden: plain,
    dismissedAt: plain,
    updatedAt: plain,
  },
});

export const safetyHolds = describe(SafetyHold, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    userId: personal,
    state: personal,
    language: personal,
    about: plain,
    answeredBy: plain,
    since: plain,
    liftedAt: plain,
  },
});

export const safetyEvents = describe(SafetyEvent, {
  whose: 'user_id',
  rows: 'deleted',
  columns: {
    id: plain,
    userId: personal,
    kind: personal,
    via: plain,
    reason: { ...personal, export: { not: "an operator's note to other operators" } },
    createdAt: plain,
  },
});
