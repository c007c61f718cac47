// Goals measured in distance: running, walking, cycling, swimming.
// Small steps every week, and the last week holds the target.
import type { Part } from '../read-window.ts';
import { titleOr } from '../phrase-title.ts';
import { baselineOf, rateOf, targetOf } from '../read-quantities.ts';
import type { Quantity } from '../read-quantities.ts';
import { figure, oneStrand, overWeeks, rounded } from '../lay-course.ts';
import type { Course, Frame, Goal, Phase, Recipe, Strand } from '../recipe.ts';

interface Sport {
  key: 'run' | 'walk' | 'ride' | 'swim';
  verb: string;
  noun: string;
  unit: 'km' | 'm';
  /** For those who speak of miles. */
  inMiles?: boolean;
  /** Longest distance in the first week: from nothing, and where nothing is said. */
  fromNothing: number;
  unknown: number;
  /** What the longest session may grow by in a week. */
  growth: number;
  /** Distances are named in steps of this. */
  grain: number;
  minutesPerUnit: number;
  /** For those who named no distance: how each third of the time goes. */
  easyStart: string;
  easyMiddle: string;
  easyLast: string;
  first: string;
  assumed: string;
}

const RUN: Sport = {
  key: 'run',
  verb: 'Run',
  noun: 'run',
  unit: 'km',
  fromNothing: 2,
  unknown: 4,
  growth: 1.5,
  grain: 0.5,
  minutesPerUnit: 7,
  easyStart: 'Run 2 minutes, walk 1 minute, and repeat. Slow enough to talk in whole sentences.',
  easyMiddle: 'Run 5 minutes, walk 1 minute, and repeat. Still slow enough to talk.',
  easyLast: 'Run 10 minutes or more at a time; walk a minute whenever you need it.',
  first: 'Put your shoes and clothes ready the evening before, so that you only have to step out.',
  assumed:
    'I assumed that you can cover about 4 km today with walking breaks; tell me if I should start elsewhere.',
};
const WALK: Sport = {
  key: 'walk',
  verb: 'Walk',
  noun: 'walk',
  unit: 'km',
  fromNothing: 2,
  unknown: 3,
  growth: 2.5,
  grain: 0.5,
  minutesPerUnit: 12,
  easyStart: 'A comfortable pace on flat ground. Stop while it still feels easy.',
  easyMiddle: 'A brisk pace: you breathe deeper but can still talk.',
  easyLast: 'Brisk, with a hill or stairs where you have them.',
  first: 'Leave from the same door on the same route, so that there is nothing to decide.',
  assumed: 'I assumed that 3 km is easy for you today; tell me if I should start elsewhere.',
};
const RIDE: Sport = {
  key: 'ride',
  verb: 'Ride',
  noun: 'ride',
  unit: 'km',
  fromNothing: 8,
  unknown: 15,
  growth: 10,
  grain: 1,
  minutesPerUnit: 3.2,
  easyStart: 'Light gears, quick legs, flat roads. You could talk all the way.',
  easyMiddle: 'Steady, with two or three stretches of 5 minutes at a pace that makes talking hard.',
  easyLast: 'Steady, with a hill or a head wind taken on purpose. Drink every 15 minutes.',
  first: 'Check tyres, brakes and lights the evening before.',
  assumed: 'I assumed that you can ride about 15 km today; tell me if I should start elsewhere.',
};
const SWIM: Sport = {
  key: 'swim',
  verb: 'Swim',
  noun: 'swim',
  unit: 'm',
  fromNothing: 150,
  unknown: 400,
  growth: 200,
  grain: 50,
  minutesPerUnit: 0.045,
  easyStart: 'Lengths with 30 to 60 seconds of rest after each. Breathe out under water, take your time.',
  easyMiddle: 'Two or three lengths at a time, 30 seconds of rest between.',
  easyLast: 'Sets of 200 m or more with short rests, then count the lengths you can join up.',
  first: 'Pack the bag the evening before. Swim where a lifeguard is present.',
  assumed:
    'I assumed that you can swim a few lengths today; if you cannot yet, tell me, and a course with a teacher comes first.',
};

/** Lays out sessions towards a distance: easy ones, and one long one that grows to the target in the last week. */
export function distanceCourse(usual: Sport, goal: Goal, frame: Frame): Course {
  const sport =
    usual.unit === 'km' && goal.quantities.some(({ label }) => /\bmiles?$/.test(label))
      ? { ...usual, inMiles: true }
      : usual;
  if (sport.key === 'swim' && CANNOT_SWIM.test(goal.text) && !targetOf(goal, 'm', 'km'))
    return firstSwimCourse(goal, frame);
  const steps = rateOf(goal, 'steps') ?? targetOf(goal, 'steps');
  if (steps && sport.key === 'walk') return stepsCourse(goal, steps.amount, frame);
  const expedition = sport.key === 'walk' && EXPEDITION.test(goal.text);
  const target = distanceTarget(sport, goal) ?? (expedition ? DAY_STAGE : undefined);
  if (!target) return timeCourse(sport, goal, frame);
  if (goal.targetMinutes !== null && sport.key === 'run')
    return speedCourse(sport, target, goal.targetMinutes, frame);
  const start = startOf(sport, goal, target.amount);
  const reach = start + sport.growth * paceOfGrowth(sport, goal) * (frame.weeks - 1);
  const slots = goal.sessionMinutes === null ? Infinity : goal.sessionMinutes / sport.minutesPerUnit;
  const big = target.amount > Math.min(reach, slots) + sport.grain / 2;
  const peak = big
    ? Math.max(sport.grain, floorTo(Math.min(reach, slots, target.amount * 0.8), sport.grain))
    : target.amount;
  const title =
    target === DAY_STAGE ? titleOr(goal, 'Get ready for the long walk') : `${sport.verb} ${target.label}`;
  const goals = big ? stepsBetween(peak, target, sport) : [];
  const starts = goal.fromScratch || baselineOf(goal, 'km', 'k', 'm') !== null;
  return {
    title,
    strands: strandsTo(
      Math.min(start, Math.max(sport.grain, peak * 0.7)),
      peak,
      big ? show(sport, peak) : target.label,
      sport,
      goal,
      frame,
    ),
    big,
    reachesAll: !big,
    first: `${sport.verb} ${show(sport, big ? peak : floorTo(target.amount * 0.8, sport.grain))}`,
    later: big ? goals : [title],
    progress: `Note the distance after each ${sport.noun}: the line of your longest ones is your progress.`,
    note:
      big && slots < reach && slots < target.amount
        ? `${goal.sessionMinutes} minutes are not enough for ${target.label}, so this sprint ends at what fits into them.`
        : starts
          ? null
          : sport.assumed,
  };
}

const CANNOT_SWIM =
  /\b(?:learn(?:ing)?(?: how)?(?: to)? swim|can't swim|never learn\w*|(?:scared|afraid|fear|frightened|terrified) of (?:\w+ )?water|deep water|non-?swimmer|teach myself to swim)\b/;

function firstSwimCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Learn to swim'),
    frame,
    [
      {
        title: 'Water: stand, breathe out, put the face in',
        description:
          'Only where you can stand, with a teacher or a good swimmer beside you. Breathe out under water ten times, then stop while it is easy. Book a course or the first lesson this week.',
        share: 0.7,
      },
      {
        title: 'Water: float and glide',
        description:
          'Float on back and front with help, then push off from the wall and glide. Legs first, arms later.',
        share: 0.85,
      },
      {
        title: 'Water: the first strokes, wall to wall',
        description:
          'Across the shallow side, breathing calmly. Deep water only with the teacher, and only when you say so.',
      },
    ],
    {
      exertion: true,
      first: 'Swim across the shallow side calmly',
      later: ['The first length, with deep water under you'],
      progress: 'The fear from 0 to 10 before and after each time.',
      note: 'Please do this with a teacher or lifeguard near; a course for adults is the fastest and safest way.',
    },
  );
}

const EXPEDITION =
  /\b(?:camino|trek\w*|pilgrimage|kilimanjaro|mountains?|mount|long-distance|multi-day|appalachian)\b/;
// One day on such a way.
const DAY_STAGE: Quantity = {
  amount: 20,
  unit: 'km',
  label: '20 km',
  per: null,
  baseline: false,
  rejected: false,
};

function distanceTarget(sport: Sport, goal: Goal): Quantity | undefined {
  const target = targetOf(goal, 'km', 'k', 'm');
  if (!target) return undefined;
  const metres = target.unit === 'm' ? target.amount : target.amount * 1000;
  const amount = sport.unit === 'm' ? metres : metres / 1000;
  return amount < sport.grain || amount > sport.unknown * 200 ? undefined : { ...target, amount };
}

function startOf(sport: Sport, goal: Goal, target: number): number {
  const said = baselineOf(goal, 'km', 'k', 'm');
  const factor = sport.unit === 'm' && said !== null && said < 10 ? 1000 : 1;
  const base =
    said !== null
      ? said * factor
      : goal.fromScratch
        ? sport.fromNothing
        : Math.min(sport.unknown, Math.max(sport.fromNothing, target * 0.5));
  return Math.max(sport.grain, floorTo(base * (1 + 0.1 * goal.load), sport.grain));
}

/** Who begins from nothing grows slower: the legs need longer than the breath. */
function paceOfGrowth(sport: Sport, goal: Goal): number {
  const said = baselineOf(goal, 'km', 'k', 'm');
  if (said !== null) return said >= sport.unknown * 0.6 ? 1 : 0.7;
  return goal.fromScratch ? 0.5 : 1;
}

const WARM_UP_MINUTES = 3;

function strandsTo(
  start: number,
  peak: number,
  peakLabel: string,
  sport: Sport,
  goal: Goal,
  frame: Frame,
): [Strand, ...Strand[]] {
  const talk = [sport.easyStart, sport.easyMiddle, sport.easyLast];
  const long: Phase[] = Array.from({ length: frame.weeks }, (_, week) => {
    const last = week === frame.weeks - 1;
    const distance = last
      ? peak
      : roundTo(start + ((peak - start) * week) / Math.max(1, frame.weeks - 1), sport.grain);
    const how = talk[Math.min(2, Math.floor((week * 3) / frame.weeks))] ?? sport.easyStart;
    return {
      from: week + 1,
      to: week + 1,
      title: last ? `${sport.verb} ${peakLabel}` : `Long ${sport.noun}: ${show(sport, distance)}`,
      description: last
        ? `This is what you have worked for. Start slower than you think you should; walking breaks count.`
        : week === 0
          ? `${how} ${sport.first}`
          : how,
      minutes: Math.min(rounded(distance * sport.minutesPerUnit + 2), goal.sessionMinutes ?? 240),
    };
  });
  const longStrand: Strand = {
    name: `long ${sport.noun}`,
    perWeek: 1,
    everyWeeks: 1,
    weekend: false,
    exertion: true,
    when: null,
    phases: long,
  };
  if (frame.perWeek === 1) return [longStrand];
  const stages = [0, 1, 2].map((third) => {
    const distance = Math.max(
      sport.grain,
      Math.min(
        roundTo(start * 0.75 * (1 + 0.15 * goal.load) + third * sport.grain, sport.grain),
        floorTo(peak * 0.75, sport.grain),
      ),
    );
    return {
      title: `Easy ${sport.noun}: ${show(sport, distance)}`,
      description: talk[third] ?? '',
      share: distance + WARM_UP_MINUTES / sport.minutesPerUnit,
    };
  });
  // Less than a quarter of an hour is not worth the change of clothes.
  const least = Math.min(15, goal.sessionMinutes ?? 15);
  const easy = overWeeks(stages, { ...frame, minutes: sport.minutesPerUnit, minutesFixed: false }).map(
    (phase) => ({ ...phase, minutes: Math.max(least, phase.minutes) }),
  );
  return [
    {
      name: `easy ${sport.noun}`,
      perWeek: frame.perWeek - 1,
      everyWeeks: 1,
      weekend: false,
      exertion: true,
      when: null,
      phases: easy,
    },
    longStrand,
  ];
}

function timeCourse(sport: Sport, goal: Goal, frame: Frame): Course {
  const start = goal.fromScratch ? 0.55 : 0.65;
  const minutes = (share: number): number => rounded(frame.minutes * (frame.minutesFixed ? 1 : share));
  const stages = [
    {
      title: `Easy ${sport.noun}: ${minutes(start)} minutes`,
      description: `${sport.easyStart} ${sport.first}`,
      share: start,
    },
    { title: `Steady ${sport.noun}: ${minutes(0.85)} minutes`, description: sport.easyMiddle, share: 0.85 },
    { title: `Full ${sport.noun}: ${minutes(1)} minutes`, description: sport.easyLast, share: 1 },
  ];
  const title =
    goal.phrase.length > 4 && goal.phrase.length < 40 && !goal.phrase.includes('start')
      ? goal.phrase
      : `${sport.verb} ${frame.perWeek} times a week`;
  return {
    title: title
      .replace('1 times', 'once')
      .replace('2 times', 'twice')
      .replace('7 times a week', 'every day'),
    strands: [
      {
        name: sport.noun,
        perWeek: frame.perWeek,
        everyWeeks: 1,
        weekend: false,
        exertion: sport.key !== 'walk',
        when: null,
        phases: overWeeks(stages, frame),
      },
    ],
    big: false,
    first: `${sport.verb} ${minutes(1)} minutes comfortably`,
    later: ['Add distance: choose an event or a route as the next goal'],
    progress: `Mark each ${sport.noun} and how it felt from 1 to 5: the numbers rise before anything else does.`,
    note: null,
  };
}

function stepsCourse(goal: Goal, steps: number, frame: Frame): Course {
  const start = Math.max(2000, Math.min(baselineOf(goal, 'steps') ?? steps * 0.6, steps));
  const at = (share: number): number => Math.round((start + (steps - start) * share) / 500) * 500;
  const stages = [
    {
      title: `Walk to reach ${at(0.2)} steps today`,
      description:
        'Look at your counter first, then walk what is missing. Get off a stop early, take the stairs.',
      share: 0.65,
    },
    {
      title: `Walk to reach ${at(0.6)} steps today`,
      description: 'The same walk, and one errand a day on foot.',
      share: 0.8,
    },
    {
      title: `Walk to reach ${at(1)} steps today`,
      description: 'The whole sum. On a full day two short walks count as much as a long one.',
    },
  ];
  return {
    title: `Walk ${steps} steps a day`,
    strands: [
      {
        name: 'walk',
        perWeek: goal.perWeek === null ? 6 : frame.perWeek,
        everyWeeks: 1,
        weekend: false,
        exertion: false,
        when: null,
        phases: overWeeks(stages, frame),
      },
    ],
    big: false,
    first: `Walk ${at(1)} steps a day`,
    later: ['Add hills or pace'],
    progress: 'The counter, once a day.',
    note: null,
  };
}

function speedCourse(sport: Sport, target: Quantity, minutes: number, frame: Frame): Course {
  const pace = minutes / target.amount;
  const clock = `${Math.floor(pace)}:${String(Math.round((pace % 1) * 60) % 60).padStart(2, '0')}`;
  const title = `Run ${target.label} in ${minutes} minutes`;
  const intervals = overWeeks(
    [
      {
        title: 'Intervals: 6 times 1 minute',
        description: `Warm up 10 minutes. 1 minute at about ${clock} per km, 2 minutes easy, six times. Ease off 5 minutes.`,
        share: 35,
      },
      {
        title: 'Intervals: 5 times 3 minutes',
        description: `Warm up 10 minutes. 3 minutes at ${clock} per km, 2 minutes easy, five times. Ease off 5 minutes.`,
        share: 40,
      },
      {
        title: 'Intervals: 3 times 1 km',
        description: `Warm up 10 minutes. 1 km at ${clock} per km, 3 minutes easy, three times. Ease off 5 minutes.`,
        share: 45,
      },
    ],
    { ...frame, minutes: 1, minutesFixed: false },
  );
  const last = intervals.at(-1);
  if (last && last.from < frame.weeks) {
    intervals[intervals.length - 1] = { ...last, to: frame.weeks - 1 };
    intervals.push({
      from: frame.weeks,
      to: frame.weeks,
      title: `Time trial: ${target.label}`,
      description: `Warm up 10 minutes, then run ${target.label} at ${clock} per km. Start the first minute slower than that.`,
      minutes: rounded(minutes + 15),
    });
  }
  const easyKm = roundTo(Math.max(3, target.amount * 0.8), 0.5);
  const easy: Phase[] = [
    {
      from: 1,
      to: frame.weeks,
      title: `Easy run: ${show(sport, easyKm)}`,
      description: 'Slow enough to talk. This is where the endurance comes from.',
      minutes: rounded(easyKm * 6.5),
    },
  ];
  const interval: Strand = {
    name: 'intervals',
    perWeek: 1,
    everyWeeks: 1,
    weekend: false,
    exertion: true,
    when: null,
    phases: intervals,
  };
  const easyStrand: Strand = { ...interval, name: 'easy run', perWeek: frame.perWeek - 1, phases: easy };
  return {
    title,
    strands: frame.perWeek === 1 ? [interval] : [easyStrand, interval],
    big: pace < 3.7 || minutes > 240,
    first: `${title}: come within a minute of it`,
    later: [title],
    progress: 'Write down the pace of the intervals: the same effort gets faster.',
    note: 'I assumed that you can run the distance already; if not, tell me and we build the distance first.',
  };
}

function stepsBetween(reached: number, target: Quantity, sport: Sport): string[] {
  const rest = target.amount - reached;
  const count = Math.max(1, Math.min(4, Math.ceil(rest / (sport.growth * 5))));
  return Array.from({ length: count }, (_, i) =>
    i === count - 1
      ? `${sport.verb} ${target.label}`
      : `${sport.verb} ${show(sport, roundTo(reached + (rest * (i + 1)) / count, sport.grain * 2))}`,
  );
}

function show(sport: Sport, distance: number): string {
  if (sport.inMiles) {
    const miles = figure(roundTo(distance / 1.609, 0.5) || 0.5);
    return `${miles} ${miles === '1' ? 'mile' : 'miles'}`;
  }
  return `${figure(distance)} ${sport.unit}`;
}

function roundTo(amount: number, grain: number): number {
  return Math.round(amount / grain) * grain;
}

function floorTo(amount: number, grain: number): number {
  return Math.max(grain, Math.floor(amount / grain + 1e-9) * grain);
}

const sportRecipe = (
  key: string,
  words: RegExp,
  sport: Sport,
  minutes: number,
  when: Part | 'any' = 'any',
): Recipe => ({
  key,
  words,
  tags: ['fitness', 'health'],
  perWeek: 3,
  minutes,
  when,
  exertion: true,
  course: (goal, frame) => distanceCourse(sport, goal, frame),
});

export const DISTANCE: Recipe[] = [
  sportRecipe(
    'running',
    /\b(?:(?:run|running|runs|jog|jogging|runner|couch to 5k|(?:ultra|half[- ])?-?marathons?|parkrun|(?<!(?:sav(?:e|ing)|[$€£]) ?)(?:5k|10k))\b(?! (?:a|an|my|our|the) (?!half|full|marathon|10|5|race|mile)))/,
    RUN,
    30,
  ),
  sportRecipe('swimming', /\b(?:swim|swimming|laps|front crawl|breaststroke)\b/, SWIM, 40),
  sportRecipe(
    'cycling',
    /\b(?:cycl(?:e|ing)|bik(?:e|ing)|ride \d+|bicycle|spinning|ride (?:my|a) (?:bike|bicycle))\b/,
    RIDE,
    45,
  ),
  sportRecipe(
    'walking',
    /\b(?:walk|walking|walks|hik(?:e|es|ing)|(?:time|be|get|go) (?:more )?(?:in nature|outdoors|outside)|fresh air|\d+ steps|more steps|(?:climb|summit)(?:ing)? (?:mount|mt|kilimanjaro|a mountain|the mountain)|kilimanjaro|stroll|trek|camino|pilgrimage)\b(?! (?:my |the |our )?(?:dog|puppy))/,
    WALK,
    30,
  ),
];
