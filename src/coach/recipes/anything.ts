// For every goal that no narrow recipe knows: a habit to break, a thing to finish, a habit to build or a skill.
// Each has its own course.
import { titleOr } from '../phrase-title.ts';
import { oneStrand } from '../lay-course.ts';
import type { Course, Frame, Goal, Recipe } from '../recipe.ts';
import { cutTo } from '../../kernel/shorten.ts';

const BREAK =
  /\b(?:stop|quit|give up|break the habit|less|reduce (?!(?:my|our|the) (?:carbon|waste|plastic)|waste|plastic)|cut (?:down|back)|avoid|no more|get rid of|overcome)\b|^(?:i |i want to |to |want to )?(?:not|don't|never) [a-z]+|\b(?:any ?more|no longer)\b/;
const FINISH =
  /\b(?:finish|complete|build|make|write|send|create|organi[sz]e|prepare|plan|launch|fix|set up|get (?:a|an|my|the)|submit|renew|buy|sell|register|apply|find|design|sort|install|open|publish|win|move|arrange|deal with|catch up|hand in|research)\b/;
const LEARN =
  /\b(?:learn|study|master|practi[sc]e|improve|get better|become (?:a|an|good|better)|understand|know|train|speak|play (?!more|with|less)|memori[sz]e|teach myself)\b/;

function breakCourse(goal: Goal, frame: Frame): Course {
  const title = titleOr(
    goal,
    named({ ...goal, phrase: positive(goal.phrase) }, 'Leave the old habit behind'),
  );
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

/** "Not yell at your kids any more" is the wish to stop it. */
function positive(phrase: string): string {
  const verb = /^(?:not|don't|never) (?:to )?([a-z]+) ?(.*?)(?: any ?more| again)?$/i.exec(phrase);
  return verb?.[1]
    ? `Stop ${gerund(verb[1])}${verb[2] ? ` ${verb[2]}` : ''}`
    : phrase.replace(/ (?:any ?more|again)$/i, '');
}

function gerund(verb: string): string {
  if (verb.endsWith('ing') || /^(?:be|always)$/.test(verb)) return verb === 'be' ? 'being' : verb;
  if (/[^aeiou][aeiou][bdgmnpt]$/.test(verb) && verb.length <= 4) return `${verb}${verb.at(-1)}ing`;
  return `${verb.replace(/([^eo])e$/, '$1')}ing`;
}

function finishCourse(goal: Goal, frame: Frame): Course {
  const counted = countedCourse(goal, frame);
  if (counted) return counted;
  const title = titleOr(goal, named(goal, 'Get it done'));
  const what = short(title);
  const big = HUGE.test(goal.topic) && !isShort(goal);
  return oneStrand(
    title,
    frame,
    [
      {
        title: `${what}: the steps, and the first one`,
        description:
          'Write in one sentence how you will know that it is finished. List the steps. Do the first one that takes less than half an hour.',
        share: 0.7,
      },
      {
        title: `${what}: the next step`,
        description:
          'One step a session, the one that unblocks most. Ask for help as soon as you wait for somebody.',
        share: 1,
      },
      {
        title: `${what}: ${big ? 'the first part done, the next one planned' : 'finish and review'}`,
        description:
          'Only what is needed for "finished". Show it to somebody and cross off the rest or give it a later date.',
        share: 1,
      },
    ],
    {
      big,
      first: 'The steps are clear and the first third is done',
      later: ['The second third', 'The last third, and a small celebration'],
      progress: 'The list of steps, crossed off.',
    },
  );
}

const UNCOUNTED =
  /^(?:minutes?|mins?|hours?|days?|weeks?|months?|years?|times?|am|pm|st|nd|rd|th|km|kg|m|euros?|dollars?|pounds|percent|year-old|miles?|things?)\b/;

/** "30 thank you letters", "20 calls a week": so many a session, and the sum grows to the figure. */
function countedCourse(goal: Goal, frame: Frame): Course | null {
  const found =
    /(?<!\bfor )(?<![\d.:€$£])\b(\d{1,4}) ((?:[a-z-]+ ){0,3}?[a-z-]+s|people)(?= ?(?:$|[|,.;!?)]|(?:a|per|each|every|in|by|before|for|from|to|on|of|with|this|until|and|at|within|next|left|more)\b))(?: (?:a|per|each|every) (week|day|month))?/.exec(
      goal.text,
    );
  const total = Number(found?.[1]);
  const noun = found?.[2] ?? '';
  if (
    !found ||
    total < 3 ||
    UNCOUNTED.test(noun) ||
    /\b(?:minutes|hours|weeks|days|months|times|years)$/.test(noun)
  )
    return null;
  const title = titleOr(goal, named(goal, `${total} ${noun}`));
  const what = short(title);
  const per = found[3];
  if (per) {
    const each = Math.max(
      1,
      Math.ceil(per === 'day' ? total : per === 'week' ? total / frame.perWeek : total / 4.3 / frame.perWeek),
    );
    const at = (share: number): number => Math.max(1, Math.round(each * share));
    const stages = [0.5, 0.75, 1].map((share, index) => ({
      title: `${what}: ${at(share)} today`,
      description:
        [
          'Begin with the easiest ones, and stop at the number.',
          'The same place and hour. Note which way works best.',
          'The full number. On a bad day half of it counts.',
        ][index] ?? '',
      share: 0.7 + 0.15 * index,
    }));
    return oneStrand(title, frame, stages, {
      first: `${each} a session`,
      progress: 'A stroke on paper for each one.',
    });
  }
  const sessions = frame.perWeek * frame.wholeWeeks;
  const most = sessions * Math.max(1, Math.floor(frame.minutes / 5));
  const big = total > most;
  const reach = big ? most : total;
  const upTo = (share: number): number => Math.max(1, Math.round(reach * share));
  return oneStrand(
    title,
    frame,
    [
      {
        title: `${what}: the first ${upTo(0.3)}`,
        description: `List all ${total} and sort them by ease. About ${Math.ceil(reach / sessions)} a session are enough.`,
        share: 0.8,
      },
      {
        title: `${what}: up to number ${upTo(0.7)}`,
        description: 'One after the other, the next on the list. Leave one that resists and come back to it.',
      },
      {
        title: `${what}: up to number ${upTo(1)}`,
        description: 'The rest, and then look at all of them once more.',
      },
    ],
    {
      big,
      first: `The first ${reach}`,
      later: [`All ${total}`],
      reachesAll: !big,
      progress: `A list of ${total} lines, crossed off one by one.`,
    },
  );
}

function skillCourse(goal: Goal, frame: Frame): Course {
  const counted = countedCourse(goal, frame);
  if (counted) return counted;
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
  /\b(?:world|president|millionaire|famous|expert|professional|doctor|lawyer|pilot|fluent\w*|master|phd|olymp\w*|champion\w*|everest|nobel|a degree|(?:build|buy|start|found|open|run|set up) (?:a|an|my own|our own|our|my) (?:\w+ )?(?:business|company|house|home(?! office)|restaurant|caf[eé]))\b/;

/** With an end in sight and no figure that speaks against it, it is a matter of choosing what to leave out. */
function isShort({ weeks }: Goal): boolean {
  return weeks !== null && weeks <= 3;
}

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
  return title.length <= 36
    ? title
    : cutTo(title, 36)
        .replace(/\s+\S*$/, '')
        .replace(/(?: (?:a|an|the|my|your|our|for|of|to|in|on|by|with|and|at|from))+$/i, '');
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

function isHabit(goal: Goal): boolean {
  return (
    goal.perWeek !== null ||
    goal.days.length > 0 ||
    goal.sessionMinutes !== null ||
    goal.window.part !== null ||
    /\b(?:more|less|often|regular\w*|every|daily|weekly|habit|always|again|keep|stay|spend|pray\w*|be)\b/.test(
      goal.text,
    )
  );
}

/** Where not even the kind is said: a rhythm tells a habit, everything else is something to get done. */
export const ANYTHING: Recipe = broad('anything', /(?:)/, 3, 30, (goal, frame) =>
  isHabit(goal) ? habitCourse(goal, frame) : finishCourse(goal, frame),
);
