// For every goal that no narrow recipe knows: is it a habit to break, a thing to finish, a habit to build or a skill? Each has its own course.
import { titleOr } from '../phrase-title.ts';
import { oneStrand } from '../recipe.ts';
import type { Course, Frame, Recipe } from '../recipe.ts';
import type { Goal } from '../understand-goal.ts';

const BREAK =
  /\b(?:stop|quit|give up|break the habit|less|reduce|cut (?:down|back)|avoid|no more|get rid of|overcome)\b/;
const FINISH =
  /\b(?:finish|complete|build|make|create|organi[sz]e|prepare|plan|launch|fix|set up|get (?:a|an|my|the)|submit|renew|buy|sell|register|apply|find|design|sort|install|open|publish|win|move|arrange|deal with|catch up|hand in|research)\b/;
const LEARN =
  /\b(?:learn|study|master|practi[sc]e|improve|get better|become (?:a|an|good|better)|understand|know|train|speak|play|memori[sz]e|teach myself)\b/;

function breakCourse(goal: Goal, frame: Frame): Course {
  const title = titleOr(goal, named(goal, 'Leave the old habit behind'));
  return oneStrand(
    title,
    { ...frame, minutes: Math.min(frame.minutes, 15) },
    [
      {
        title: 'Check-in: when did it happen?',
        description:
          'Place, time, mood, what came before. Change nothing yet; the pattern shows itself within days.',
        share: 0.67,
      },
      {
        title: 'Check-in: one trigger, one replacement',
        description:
          '"When it comes up, I do ... instead." Make the old way harder by twenty seconds and the new one easier.',
        share: 1,
      },
      {
        title: 'Check-in: keep it, and plan the hard days',
        description:
          'Which two situations are still hard? Write down what you will do there, and who knows about it.',
        share: 1,
      },
    ],
    {
      first: 'Know the triggers and have an answer to the main one',
      progress: 'Count how often it happened each day: the line goes down, with bumps.',
    },
  );
}

function finishCourse(goal: Goal, frame: Frame): Course {
  const title = titleOr(goal, named(goal, 'Get it done'));
  const what = short(title);
  return oneStrand(
    title,
    frame,
    [
      {
        title: `${what}: what is done, and the first piece`,
        description:
          'Write in one sentence how you will know that it is finished. List the steps. Do the first one that takes less than half an hour.',
        share: 0.7,
      },
      {
        title: `${what}: the next step of the list`,
        description:
          'One step a session, the one that unblocks most. Ask for help as soon as you wait for somebody.',
        share: 1,
      },
      {
        title: `${what}: finish and review`,
        description:
          'Only what is needed for "finished". Show it to somebody and cross off the rest or give it a later date.',
        share: 1,
      },
    ],
    {
      big: HUGE.test(goal.topic),
      first: 'The steps are clear and the first third is done',
      later: ['The second third', 'The last third, and a small celebration'],
      progress: 'The list of steps, crossed off.',
    },
  );
}

function skillCourse(goal: Goal, frame: Frame): Course {
  const title = titleOr(goal, named(goal, 'Learn it'));
  const what = short(title);
  return oneStrand(
    title,
    frame,
    [
      {
        title: `${what}: the basics, slowly`,
        description:
          'Find one good teacher, book or course and stay with it. Choose one small part and repeat it until it works slowly.',
        share: 0.7,
      },
      {
        title: `${what}: practise the weak spot`,
        description:
          'Half of the time what is hard, half of it what is fun. Ask somebody for one piece of feedback.',
        share: 0.85,
      },
      {
        title: `${what}: use it for real`,
        description:
          'A small real occasion: show it, use it, teach it. Then note what the next step would be.',
      },
    ],
    {
      big: HUGE.test(goal.topic),
      first: 'The basics, used once for real',
      later: ['The next level, with feedback', 'Use it regularly without thinking'],
      progress: 'Record or note every two weeks what you can do now that you could not before.',
    },
  );
}

function directionCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, named(goal, 'Find your way there')),
    frame,
    [
      {
        title: 'Find out what it takes',
        description:
          'Write down the steps others took, the time and the cost of each, and what you bring already.',
        share: 0.7,
      },
      {
        title: 'Talk to one person who is there',
        description:
          'One conversation a week. Ask what an ordinary day is like, and what they would do first in your place.',
        share: 0.85,
      },
      {
        title: 'Try one real piece of it',
        description: 'A trial day, a first course, a small job of that kind. Then decide: on, or different?',
      },
    ],
    {
      big: true,
      first: 'Know the way, three people on it, and one real try',
      later: ['The first qualification or result on the way', 'The next level, with somebody who guides you'],
      progress: 'A page of what you found out, growing week by week.',
    },
  );
}

function habitCourse(goal: Goal, frame: Frame): Course {
  const title = titleOr(goal, named(goal, 'Build the habit'));
  // Habits nobody gave a length to are small: flossing, a call, a page.
  const minutes = frame.minutesFixed ? frame.minutes : Math.min(frame.minutes, 15);
  return oneStrand(
    title,
    { ...frame, minutes },
    [
      {
        title: `${short(title)}: the small version`,
        description:
          'So small that you cannot say no. Right after something you do anyway, in the same place.',
        share: 0.5,
      },
      {
        title: `${short(title)}: a little more`,
        description: 'The same place and time. Add a little only while it stays easy.',
        share: 0.8,
      },
      {
        title: `${short(title)}: in full`,
        description: 'As you imagined it. On a bad day the small version counts.',
      },
    ],
    { first: 'It runs without having to remember it', progress: 'A cross in the calendar for each time.' },
  );
}

const HUGE =
  /\b(?:world|president|millionaire|famous|expert|professional|doctor|lawyer|pilot|fluent\w*|master|phd|olymp\w*|champion\w*|everest|business|company|degree|house|nobel)\b/;

function named(goal: Goal, fallback: string): string {
  const { phrase } = goal;
  return /^\p{Lu}\p{L}+/u.test(phrase) &&
    phrase.length >= 4 &&
    !/\b(?:is|are|was|have|has|it|this|that|i|don't|can't|never)\b/i.test(phrase)
    ? phrase
    : fallback;
}

/** Leaves room for the step behind it: titles hold 80 characters. */
function short(title: string): string {
  return title.length <= 36 ? title : title.slice(0, 36).replace(/\s+\S*$/, '');
}

const broad = (
  key: string,
  words: RegExp,
  perWeek: number,
  minutes: number,
  course: Recipe['course'],
  more: Partial<Recipe> = {},
): Recipe => ({
  key,
  words,
  tags: ['learning'],
  perWeek,
  minutes,
  when: 'any',
  exertion: false,
  broad: true,
  course,
  ...more,
});

export const KINDS: Recipe[] = [
  broad(
    'direction',
    /\b(?:become|be) (?:a|an) (?!better|good|more|calm|early|morning|great)|\bdream (?:job|of)\b/,
    2,
    45,
    directionCourse,
    { tags: ['career', 'learning'] },
  ),
  broad('habit to break', BREAK, 7, 10, breakCourse, {
    when: 'after_dinner',
    brief: true,
    tags: ['mindfulness', 'health'],
  }),
  broad('skill', LEARN, 3, 30, skillCourse),
  broad('thing to finish', FINISH, 3, 45, finishCourse),
];

/** Where not even the kind is said: a rhythm tells a habit, everything else is something to get done. */
export const ANYTHING: Recipe = broad('anything', /(?:)/, 3, 30, (goal, frame) =>
  goal.perWeek !== null || goal.days.length > 0 || goal.sessionMinutes !== null || goal.window.part !== null
    ? habitCourse(goal, frame)
    : finishCourse(goal, frame),
);
