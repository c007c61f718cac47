// What each field of each agent's answer may hold without harm, written by hand and apart from the shapes in the product: a
// shape that lets in more turns the tests red, and so does a new field, until it stands here.

const sessions = 'planner.proposed_tasks.0';
const steps = 'planner.micro_goal_roadmap.0';
const clashes = 'planner.conflicts_detected.0';

/** The orchestrator says what to do, what else, and what its question is about: in one form. */
const inActs = (...fields: string[]): string[] =>
  ['orchestrator', 'orchestrator.also.0', 'orchestrator.asks.act'].flatMap((act) =>
    fields.map((field) => `${act}.${field}`),
  );

export const FIELDS = {
  /** Any text. It is said or shown to the person, or looked for among what is theirs. */
  words: [
    ...inActs('payload.task_title', 'payload.wish', 'payload.rrule', 'payload.assumed', 'task_id', 'goal_id'),
    'orchestrator.clarification_question',
    'orchestrator.asks.choices.0.id',
    'orchestrator.asks.choices.0.title',
    'scheduler.wishes.0.title',
    'pattern_observer.avoid_slots.0.reason',
    'pattern_observer.general_notes',
    `${steps}.title`,
    `${steps}.description`,
    `${sessions}.description`,
    `${sessions}.recurrence_rule`,
    `${clashes}.existing_task_title`,
    `${clashes}.scheduled_at`,
    `${clashes}.message`,
    'planner.plan_summary',
    'summariser.decisions.0',
    'summariser.constraints.0',
    'summariser.open_questions.0',
    'summariser.summary',
    'onboarding.name',
    'onboarding.zone',
    'onboarding.unread',
  ],
  /** A text of eighty characters. */
  titles: ['planner.goal_title', `${sessions}.title`, 'onboarding.commitments.0.title'],
  /** It stands alone where it is read. */
  neverEmpty: ['planner.goal_title', 'summariser.summary', 'onboarding.commitments.0.title'],
  moments: inActs('payload.task_starts_local'),
  dates: [
    ...inActs('payload.exdates.0', 'payload.list_from', 'payload.list_to'),
    'orchestrator.asks.date',
    'scheduler.start_on',
    'planner.ends_on',
    'planner.days_off.0',
  ],
  /** From nought to one. */
  shares: [
    'pattern_observer.best_times.0.confidence',
    'pattern_observer.avoid_slots.0.confidence',
    'pattern_observer.category_performance.0.completion_rate',
  ],
  flags: ['scheduler.wishes.0.window_is_firm', 'planner.goal_feasible_in_6_weeks', 'onboarding.whatsapp'],
  nullable: [
    ...inActs(
      'payload.decision',
      'payload.wish',
      'payload.task_title',
      'payload.task_starts_local',
      'payload.task_starts_in_minutes',
      'payload.duration_minutes',
      'payload.rrule',
      'payload.status',
      'payload.list_from',
      'payload.list_to',
      'payload.assumed',
      'task_id',
      'goal_id',
    ),
    'orchestrator.clarification_question',
    'orchestrator.asks',
    'orchestrator.asks.date',
    'scheduler.start_on',
    'planner.ends_on',
    'pattern_observer.best_times.0.day',
    ...[
      'name',
      'zone',
      'chronotype',
      'sleep',
      'work',
      'session_minutes',
      'tone',
      'lead_minutes',
      'patience_minutes',
      'whatsapp',
      'unread',
    ].map((field) => `onboarding.${field}`),
  ],
  mayBeEmpty: [
    ...inActs('payload.exdates'),
    'orchestrator.also',
    'orchestrator.asks.choices',
    'orchestrator.asks.times',
    'scheduler.wishes.0.preferred_days',
    'pattern_observer.best_times',
    'pattern_observer.avoid_slots',
    'pattern_observer.category_performance',
    'planner.micro_goal_roadmap',
    'planner.days_off',
    'planner.conflicts_detected',
    'summariser.decisions',
    'summariser.constraints',
    'summariser.open_questions',
    'onboarding.commitments',
    'onboarding.none',
    'onboarding.skipped',
    'onboarding.work.days',
  ],
  /** As long as the tokens of an answer last. */
  mayBeLong: [
    'scheduler.wishes.0.preferred_days',
    'pattern_observer.best_times',
    'pattern_observer.avoid_slots',
    'pattern_observer.category_performance',
    'planner.micro_goal_roadmap',
    `${sessions}.scheduled_days`,
    'planner.conflicts_detected',
  ],
};
