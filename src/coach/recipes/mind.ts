// Goals of the mind: meditation, journals, stress, less phone. Not a treatment, and it says so where that matters.
import { titleOr } from '../phrase-title.ts';
import { oneStrand } from '../lay-course.ts';
import type { Course, Frame, Goal, Recipe } from '../recipe.ts';

function meditationCourse(goal: Goal, frame: Frame): Course {
  const full = frame.minutes;
  const at = (share: number): number => Math.max(5, Math.round((full * share) / 5) * 5);
  const title =
    goal.phrase.split(' ').length > 2
      ? titleOr(goal, 'Meditate regularly')
      : `Meditate ${full} minutes${frame.perWeek === 7 ? ' a day' : ''}`;
  const stages = [
    {
      title: `Sit and breathe: ${at(0.34)} minutes`,
      description:
        'Same seat, right after something you do anyway. Count ten breaths, start again. Wandering off is part of it.',
      share: 0.34,
    },
    {
      title: `Sit and breathe: ${at(0.67)} minutes`,
      description:
        'The same seat, a little longer. When you notice that you wandered off, that is the exercise.',
      share: 0.67,
    },
    {
      title: `Sit and breathe: ${at(1)} minutes`,
      description: 'Half of it without counting: only listen, or feel the breath.',
    },
  ];
  const growing = stages.filter(
    ({ share = 1 }, index) => index === 0 || at(share) > at(stages[index - 1]?.share ?? 0),
  );
  return oneStrand(title, { ...frame, minutesFixed: false }, growing, {
    first: `Sit ${at(1)} minutes at ease`,
    progress: 'A ring in the calendar for each sitting, however restless.',
  });
}

function journalCourse(goal: Goal, frame: Frame): Course {
  const thanks = /grat|thank/.test(goal.text);
  return oneStrand(
    titleOr(goal, thanks ? 'Keep a gratitude journal' : 'Keep a journal'),
    frame,
    [
      {
        title: thanks ? 'Write down one good thing' : 'Journal: three sentences',
        description:
          'Leave book and pen where you will sit. Three sentences are enough, spelling does not count.',
        share: 0.5,
      },
      {
        title: thanks ? 'Two good things, and why' : 'Journal: half a page',
        description: 'What happened, what it did with you, what you take from it.',
        share: 0.75,
      },
      {
        title: thanks ? 'Three good things, and one told to somebody' : 'Journal: a page',
        description: 'Once a week read back two weeks and mark what repeats.',
      },
    ],
    { first: 'Write without having to remember it', progress: 'The filled pages.' },
  );
}

function calmCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Feel calmer'),
    frame,
    [
      {
        title: 'Ten slow breaths and one line',
        description: 'In for 4, out for 6, ten times. Then write one line: what made today tense, 0 to 10.',
        share: 0.5,
      },
      {
        title: 'Breathe, and sort one worry',
        description:
          "Write the worry down. Can you do something? Then the smallest step and when. If not, park it until tomorrow's session.",
        share: 0.8,
      },
      {
        title: 'Breathe, move, and keep what worked',
        description:
          'Five minutes of breathing, ten of easy movement. Look back at your lines: which situations have become easier?',
      },
    ],
    {
      first: 'A few minutes that calm you reliably',
      progress: 'The number from 0 to 10, once a day.',
      note: 'If it weighs on you most days or keeps you from living your life, please also talk to a doctor or therapist; this plan does not replace them.',
    },
  );
}

function confidenceCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Become more confident'),
    frame,
    [
      {
        title: 'Do one small brave thing',
        description:
          'Write ten situations from easy to hard. Do the easiest: a question in a shop, a greeting. Note how it went.',
        share: 0.6,
      },
      {
        title: 'Two steps up the list',
        description:
          'Stay in the situation until the tension falls by half. Note what you feared and what happened.',
        share: 0.8,
      },
      {
        title: 'The one you would have avoided',
        description: 'Choose it, prepare the first sentence, do it. Then something kind for yourself.',
      },
    ],
    { first: 'Halfway up your own list of ten', progress: 'Cross off the list of ten situations.' },
  );
}

function screenCourse(goal: Goal, frame: Frame): Course {
  const what = /game|gaming/.test(goal.text)
    ? 'games'
    : /\btv|netflix|series\b/.test(goal.text)
      ? 'the screen'
      : 'the phone';
  return oneStrand(
    titleOr(goal, `Spend less time with ${what}`),
    { ...frame, minutes: frame.minutesFixed ? frame.minutes : 30 },
    [
      {
        title: `An evening block without ${what}`,
        description: `Put ${what} into another room, and have something ready instead: a book, a walk, a call. Look at your daily hours first and note them.`,
        share: 0.67,
      },
      {
        title: `The block again, and one app less`,
        description:
          'Remove or log out of the one that takes the most. Notifications off, except from people.',
        share: 1,
      },
      {
        title: 'A longer block, and a fixed place',
        description: `Give ${what} a place and an hour; outside of it is free time.`,
        share: 1,
      },
    ],
    {
      first: 'Half an hour a day that is yours',
      progress: 'Your daily hours as the device counts them, once a week.',
    },
  );
}

export const MIND: Recipe[] = [
  {
    key: 'meditation',
    words: /\b(?:meditat\w*|mindful\w*|breathing exercises?|breathwork|headspace|inner peace)\b/,
    tags: ['mindfulness', 'health'],
    perWeek: 7,
    minutes: 15,
    when: 'after_waking',
    exertion: false,
    brief: true,
    course: meditationCourse,
  },
  {
    key: 'journal',
    words: /\b(?:journal\w*|diary|gratitude|grateful|morning pages)\b/,
    tags: ['mindfulness', 'creativity'],
    perWeek: 5,
    minutes: 15,
    when: 'before_bed',
    exertion: false,
    brief: true,
    course: journalCourse,
  },
  {
    key: 'screen',
    words:
      /\b(?:screen ?time|phone|smartphone|social media|instagram|tiktok|facebook|youtube|doom ?scroll\w*|scrolling|netflix|gaming|video games?|watch(?:ing)? (?:less )?tv)\b(?! (?:call|my|her|him))/,
    tags: ['mindfulness', 'health'],
    perWeek: 5,
    minutes: 30,
    when: 'evening',
    exertion: false,
    brief: true,
    course: screenCourse,
  },
  {
    key: 'calm',
    words:
      /\b(?:stress\w*|anxi\w*|worr(?:y|ies|ying)|calm(?:er)?|relax\w*|burn ?out|overwhelm\w*|anger|angry|patien(?:t|ce)|panic|mental health|depress\w*|sad)\b/,
    tags: ['mindfulness', 'health'],
    perWeek: 5,
    minutes: 15,
    when: 'after_work',
    exertion: false,
    brief: true,
    course: calmCourse,
  },
  {
    key: 'confidence',
    words:
      /\b(?:confiden\w*|(?:feel better about|love|believe in) myself|self-?(?:worth|love)|self-?esteem|shy\w*|assertive\w*|brave\w*|courage|say no)\b/,
    tags: ['mindfulness', 'relationships'],
    perWeek: 2,
    minutes: 25,
    when: 'any',
    exertion: false,
    course: confidenceCourse,
  },
];
