// Goals of the body: strength, suppleness, weight, food, sleep, smoking. Gentle by rule: nothing here may harm.
import { capital } from '../capital.ts';
import { timeOf } from '../../kernel/time.ts';
import { titleOr } from '../phrase-title.ts';
import { baselineOf, rateOf, targetOf } from '../read-quantities.ts';
import { figure, oneStrand, overWeeks } from '../lay-course.ts';
import type { Course, Frame, Goal, Recipe, Strand } from '../recipe.ts';

function repsCourse(goal: Goal, frame: Frame): Course {
  const target = targetOf(goal, 'reps');
  if (!target)
    return /handstand/.test(goal.text) ? handstandCourse(goal, frame) : strengthCourse(goal, frame);
  const exercise = target.label
    .replace(/^[\d.]+ /, '')
    .replace(/\b(?:strict|full|clean|consecutive|good) /, '');
  const hanging = /pull|chin|dip/.test(exercise);
  const usual = hanging ? (goal.fromScratch ? 0 : 2) : goal.fromScratch ? 5 : 15;
  const base = baselineOf(goal, 'reps') ?? Math.min(usual, Math.floor(target.amount * 0.5));
  const reach = hanging ? base + 5 : base * 2 + 25;
  const big = target.amount > reach;
  const peak = big ? reach : target.amount;
  const at = (share: number): number => Math.max(1, Math.round((base + (peak - base) * share) * 0.5));
  const easier = hanging
    ? 'With a band, a chair under one foot or slow lowering while a clean one is not there yet.'
    : 'On your knees or against a table while clean ones on the floor are not there yet.';
  return oneStrand(
    `Do ${target.label}`,
    frame,
    [
      {
        title: `${capital(exercise)}: 4 sets of ${at(0.1)}`,
        description: `Clean form, 90 seconds of rest between sets. Stop two before you could no more. ${easier}`,
        share: 0.7,
      },
      {
        title: `${capital(exercise)}: 4 sets of ${at(0.5)}`,
        description: 'The last set may be as many as stay clean. Write that number down.',
        share: 0.85,
      },
      {
        title: `${capital(exercise)}: 3 sets of ${at(0.9)}, then a test`,
        description: `In the last session of the sprint warm up, rest 5 minutes and go for ${Math.round(peak)} in one go.`,
      },
    ],
    {
      exertion: true,
      big,
      reachesAll: !big,
      first: `Do ${Math.round(peak)} ${exercise}`,
      later: big
        ? [
            ...(target.amount > peak * 2 ? [`Do ${Math.round((peak + target.amount) / 2)} ${exercise}`] : []),
            `Do ${target.label}`,
          ]
        : [`Do ${target.label}`],
      progress: 'Write down the largest clean set each time.',
      note:
        baselineOf(goal, 'reps') === null
          ? `I assumed that you can do about ${base} today; tell me the real number and the sets follow it.`
          : null,
    },
  );
}

function strengthCourse(goal: Goal, frame: Frame): Course {
  if (/cardio|endurance|stamina/.test(goal.text)) return cardioCourse(goal, frame);
  const gym = /gym|weights|barbell|dumbbell|lift/.test(goal.text) && !goal.skip.includes('gym');
  const moves = gym
    ? 'goblet squat, row, chest press, hip hinge and a carry'
    : 'squats, push-ups against a table, glute bridges, rows with a bag and a plank';
  return oneStrand(
    goal.skip.includes('gym') && /gym/i.test(goal.phrase)
      ? 'Build strength at home'
      : titleOr(goal, 'Build strength'),
    frame,
    [
      {
        title: 'Strength: 2 rounds of 5 exercises',
        description: `Learn the movements: ${moves}. 8 to 10 of each, light enough to stop with three in reserve.`,
        share: 0.65,
      },
      {
        title: 'Strength: 3 rounds of 5 exercises',
        description: 'The same five movements, one round more. 10 of each, a minute of rest.',
        share: 0.85,
      },
      {
        title: 'Strength: 3 heavier rounds',
        description:
          'A little more weight or a harder version where 10 have become easy; 8 of each. Form before weight.',
      },
    ],
    {
      exertion: true,
      first: 'Train regularly and master five basic exercises',
      later: ['Raise the weights step by step'],
      progress: 'Write down weight and repetitions: next time you only need to beat the last line.',
    },
  );
}

function supplenessCourse(goal: Goal, frame: Frame): Course {
  const name = /\byoga\b/.test(goal.text) ? 'Yoga' : /pilates/.test(goal.text) ? 'Pilates' : 'Stretching';
  const splits = /splits/.test(goal.text);
  return oneStrand(
    splits
      ? 'Do the splits'
      : titleOr(goal, name === 'Stretching' ? 'Become more flexible' : `Practise ${name.toLowerCase()}`),
    frame,
    [
      {
        title: `${name}: the first short sequence`,
        description: 'Five positions, five slow breaths in each. Go to the first pull, never into pain.',
        share: 0.6,
      },
      {
        title: `${name}: the same sequence, longer holds`,
        description: 'Eight breaths in each position. Add one that your body asks for.',
        share: 0.8,
      },
      {
        title: `${name}: a full session`,
        description: 'The whole sequence without looking it up, and two minutes of lying still at the end.',
      },
    ],
    {
      big: splits,
      first: splits ? 'Come two hands closer to the ground' : 'Know one full sequence by heart',
      later: splits
        ? ['Halve the distance to the ground', 'Do the splits']
        : ['Learn a second, harder sequence'],
      progress: 'Take the same photo or measure how far you reach every two weeks.',
    },
  );
}

function weightCourse(goal: Goal, frame: Frame): Course {
  const gain = /\b(?:gain|put on|bulk)\b/.test(goal.text);
  const target = targetOf(goal, 'kg');
  const absolute =
    target && /\b(?:down to|to weigh|weigh \d+|get to|reach)\b/.test(goal.text) && target.amount > 35;
  const said = target && !absolute ? target.amount : null;
  const now = baselineOf(goal, 'kg');
  const amount = absolute && now !== null ? Math.abs(now - target.amount) : said;
  // Half a kilogram a week is what health services call safe and lasting; a sprint never aims at more than 0.7.
  const most = 0.7 * frame.weeks;
  const big = amount !== null && amount > most + 0.2;
  const step = Math.max(1, Math.round(0.5 * frame.weeks));
  const title = target
    ? absolute
      ? `Reach ${target.label}`
      : `${gain ? 'Gain' : 'Lose'} ${target.label}`
    : gain
      ? 'Gain weight in a healthy way'
      : titleOr(goal, 'Lose weight gently');
  const move: Strand = {
    name: gain ? 'strength' : 'walk',
    perWeek: Math.min(frame.perWeek, 6),
    everyWeeks: 1,
    weekend: false,
    exertion: gain,
    when: null,
    phases: overWeeks(
      gain
        ? [
            {
              title: 'Strength: 2 rounds of 5 exercises',
              description: 'Light, clean, three in reserve. Eat something with protein within two hours.',
              share: 0.7,
            },
            {
              title: 'Strength: 3 rounds of 5 exercises',
              description: 'One round more, and one more snack a day than you are used to.',
              share: 0.85,
            },
            {
              title: 'Strength: 3 heavier rounds',
              description: 'A little more weight where it has become easy.',
            },
          ]
        : [
            {
              title: 'Brisk walk',
              description:
                'Fast enough to breathe deeper, easy enough to talk. It needs no change of clothes.',
              share: 0.6,
            },
            {
              title: 'Longer brisk walk',
              description: 'The same loop a little further, a hill if you have one.',
              share: 0.8,
            },
            {
              title: 'Brisk walk and 5 minutes of strength',
              description: 'Add squats to a chair and push-ups against a wall at the end.',
            },
          ],
      frame,
    ),
  };
  const table: Strand = {
    name: 'weekly food check',
    perWeek: 1,
    everyWeeks: 1,
    weekend: true,
    exertion: false,
    when: 'morning',
    phases: overWeeks(
      [
        {
          title: 'Weigh-in and food diary',
          description:
            'Weigh yourself once a week, not more. Look through what you noted of your meals, without judging.',
          share: 20,
        },
        {
          title: 'Weigh-in, and one swap',
          description: `Choose one meal or drink of the week and swap it for ${gain ? 'a richer one' : 'a lighter one that you like'}. Only one.`,
          share: 20,
        },
        {
          title: 'Weigh-in, and plan 3 dinners',
          description: 'Keep the swap and plan three simple dinners with vegetables and protein.',
          share: 25,
        },
      ],
      { ...frame, minutes: 1, minutesFixed: false },
    ),
  };
  const count = amount === null ? 0 : Math.max(1, Math.min(4, Math.ceil((amount - step) / 4)));
  const unit = target?.label.replace(/^[\d.]+ /, '') ?? 'kg';
  const perKg =
    target && target.amount > 0 && !absolute ? Number.parseFloat(target.label) / target.amount : 1;
  return {
    title,
    strands: [move, table],
    big,
    first: `${gain ? 'Gain' : 'Lose'} the first ${Math.round(step * perKg)} ${perKg === 1 ? 'kg' : unit}`,
    later:
      amount !== null && big
        ? Array.from({ length: count }, (_, i) =>
            i === count - 1
              ? title
              : `${gain ? 'Gain' : 'Lose'} ${figure(Math.round((step + ((amount - step) * (i + 1)) / count) * perKg))} ${perKg === 1 ? 'kg' : unit} in all`,
          )
        : [title],
    progress: 'One weight a week in a line: the direction counts, not a single day.',
    note: `${big ? `A safe and lasting pace is about half a kilogram a week, so I do not plan faster; if` : 'If'} you are pregnant, underweight, have had an eating disorder or take medicine, talk to your doctor first.`,
  };
}

function regularMealsCourse(_goal: Goal, frame: Frame): Course {
  return oneStrand(
    'Eat regularly and feel steadier',
    { ...frame, minutes: 20, perWeek: 3 },
    [
      {
        title: "Plan tomorrow's three meals",
        description: 'Breakfast, lunch and dinner at about the same hours. Regular comes before perfect.',
      },
      {
        title: 'Make an appointment and bring your notes',
        description:
          'A doctor or dietitian can set a safe goal with you. Write down your questions for them.',
      },
      {
        title: 'Plan meals, and one gentle walk',
        description: 'Keep the regular meals. Move for pleasure, not to burn.',
      },
    ],
    {
      first: 'Eat three regular meals a day',
      later: ['Set a safe goal together with a professional'],
      note: 'I do not plan fasting or very fast weight loss: it harms and does not last; if food or weight worry you a lot, please talk to a doctor or someone you trust.',
    },
  );
}

function foodCourse(goal: Goal, frame: Frame): Course {
  if (/\bcook|recipe|bake|baking\b/.test(goal.text)) return cookCourse(goal, frame);
  const less =
    /\b(?:sugar|sweets|chocolate|junk|fast food|snack|soda|takeaway|take-out|meat|coffee|caffeine|fizzy)\b/.exec(
      goal.text,
    )?.[0];
  return oneStrand(
    titleOr(goal, less ? `Cut down on ${less}` : 'Eat better'),
    less && !frame.minutesFixed ? { ...frame, minutes: Math.min(frame.minutes, 15) } : frame,
    less
      ? [
          {
            title: `Notice when you reach for ${less}`,
            description: 'Note time, place and mood of each time. Change nothing yet.',
            share: 0.5,
          },
          {
            title: `Swap ${less} once a day`,
            description: `Take the moment that is easiest to change and put something ready that you like instead.`,
            share: 0.7,
          },
          {
            title: `Keep the swap and prepare the week`,
            description: `Shop so that ${less} is a decision and not a reflex. Keep one occasion a week that you enjoy.`,
          },
        ]
      : [
          {
            title: 'Add one vegetable or fruit to a meal you already eat',
            description: 'Add, do not forbid. Prepare it now for tomorrow.',
            share: 0.5,
          },
          {
            title: "Plan and prepare tomorrow's lunch",
            description: 'Half the plate vegetables, something with protein, something that fills.',
            share: 0.8,
          },
          {
            title: 'Plan three dinners and shop for them',
            description: 'Simple ones you like. Cook double of one and freeze it.',
          },
        ],
    {
      first: 'One better meal a day without thinking',
      later: ['Take on the next meal of the day'],
      progress: 'Put a cross in the calendar for each day it worked.',
    },
  );
}

function cookCourse(goal: Goal, frame: Frame): Course {
  const bake = /\bbak|bread|cake|sourdough\b/.test(goal.text);
  return oneStrand(
    titleOr(goal, bake ? 'Learn to bake' : 'Cook at home'),
    frame,
    [
      {
        title: bake ? 'Bake one simple recipe' : 'Cook one simple dish',
        description: 'Five ingredients, one pan or tin. Choose it the day before and check what is at home.',
        share: 0.75,
      },
      {
        title: bake ? 'Bake it again, with one change' : 'Cook a dish you know, with one change',
        description:
          'Repetition makes it yours: change one spice, flour or vegetable and taste the difference.',
        share: 0.9,
      },
      {
        title: bake ? 'Bake something new for somebody' : 'Cook a new dish for somebody',
        description: 'A step harder than before. Write the good ones on a list: that is your own cookbook.',
      },
    ],
    {
      first: 'Three dishes you can make without a recipe',
      later: ['Three more, a step harder'],
      progress: 'Keep a list of the dishes that you can now make without looking.',
    },
  );
}

function drinkWaterCourse(goal: Goal, frame: Frame): Course {
  const rate = rateOf(goal, 'glasses') ?? targetOf(goal, 'glasses');
  const full = rate
    ? /l/i.test(rate.label.replace(/gl/, '')) && rate.amount <= 4
      ? Math.round(rate.amount * 4)
      : Math.min(12, Math.round(rate.amount))
    : 8;
  const small = Math.max(2, Math.round(full / 2));
  return oneStrand(
    rate
      ? `Drink ${rate.label.replace(/ ?(?:glasses|cups|lit(?:er|re)s?)$/, (unit) => `${unit} of water`)} a day`
      : 'Drink more water',
    { ...frame, minutes: 5 },
    [
      {
        title: `Fill the bottle: ${small} glasses today`,
        description:
          'Put a full glass or bottle where you sit down first. Drink the first glass with breakfast.',
      },
      {
        title: `Fill the bottle: ${Math.round((small + full) / 2)} glasses today`,
        description: 'One with each meal, the others between.',
      },
      {
        title: `Fill the bottle: ${full} glasses today`,
        description: 'Spread over the day, little in the last two hours before bed.',
      },
    ],
    { first: 'Water with every meal', progress: 'One mark per glass on a note by the tap.' },
  );
}

function sleepCourse(goal: Goal, frame: Frame): Course {
  const early = /\b(?:wake|get|getting|waking) up|rise|early bird\b/.test(goal.text);
  return oneStrand(
    early
      ? goal.window.at !== null && goal.window.at < 720
        ? `Get up at ${timeOf(goal.window.at)}`
        : 'Get up earlier'
      : goal.window.to !== null
        ? `Be in bed by ${timeOf(goal.window.to)}`
        : titleOr(goal, 'Sleep better'),
    { ...frame, minutes: frame.minutesFixed ? frame.minutes : 30 },
    [
      {
        title: 'Wind down: screens away',
        description: `${early ? 'Go to bed 15 minutes earlier than now, get up 15 minutes earlier. ' : ''}Put the phone to charge outside the bedroom, dim the lights.`,
        share: 0.5,
      },
      {
        title: 'Wind down: the same three things',
        description: `${early ? '30 minutes earlier than at the start. ' : ''}For example wash, lay out clothes, read a page. The order is the signal. No coffee after 2 pm.`,
        share: 0.75,
      },
      {
        title: 'Wind down: fixed hours',
        description: `${early ? 'At the hour you were aiming for. ' : ''}In bed at the same time within 30 minutes, weekends too. Up at the same time even after a bad night.`,
      },
    ],
    {
      first: 'A wind-down that you do without thinking',
      progress: 'In the morning give the night a number from 1 to 5.',
      note: 'If you lie awake most nights for longer than a month, or snore and wake up tired, see a doctor: that is treatable.',
    },
  );
}

function heartCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Look after heart and blood'),
    frame,
    [
      {
        title: 'Brisk walk, and one salt or sugar less',
        description:
          'Fast enough to breathe deeper. Choose one salty or sweet thing of the day and leave it out.',
        share: 0.65,
      },
      {
        title: 'Longer brisk walk, and a vegetable more',
        description: 'A hill or stairs if you have them. Half of one plate a day is vegetables.',
        share: 0.85,
      },
      {
        title: 'Brisk walk with 10 minutes of strength',
        description:
          'Squats to a chair, push-ups against a wall. Measure at the hour your doctor named and note it.',
      },
    ],
    {
      first: 'Regular walks, and two meals that are lighter',
      later: ['Keep it up until the next check'],
      progress: 'The value once a week at the same hour, in a line.',
      note: 'Have it checked and agree on the aim with your doctor; never change medicine because of this plan.',
    },
  );
}

function quitCourse(goal: Goal, frame: Frame): Course {
  const alcohol = /alcohol|drinking\b|beer|wine|sober/.test(goal.text);
  const what = alcohol ? 'alcohol' : /vap/.test(goal.text) ? 'vaping' : 'smoking';
  const one = alcohol ? 'drink' : what === 'vaping' ? 'puff' : 'cigarette';
  const title = alcohol
    ? /\b(?:less|cut|reduce|fewer)\b/.test(goal.text)
      ? 'Drink less alcohol'
      : 'Stop drinking alcohol'
    : `Quit ${what}`;
  return oneStrand(
    title,
    { ...frame, minutes: frame.minutesFixed ? frame.minutes : 15 },
    [
      {
        title: 'Craving log and your three reasons',
        description: `Note when, where and why you wanted a ${one}. Choose your day for the end of week 2, and tell one person.`,
        share: 0.7,
      },
      {
        title: 'Craving plan',
        description: `For each trigger one answer: drink water, walk 5 minutes, call your person. A craving passes in about 10 minutes. ${alcohol ? 'Keep two free days in a row.' : 'Put ashtrays, lighters and stock away.'}`,
        share: 1,
      },
      {
        title: 'Check-in: what helped, what was hard',
        description: `Count the free days and what you saved. After a ${one}: it is one ${one}, not the end. Look at what came before it and go on.`,
        share: 0.7,
      },
    ],
    {
      first: `The first weeks without ${what}`,
      later: ['Stay free: the situations that are still hard'],
      progress: 'Count free days and money saved.',
      note: alcohol
        ? 'If you drink a lot every day, stopping from one day to the next can be dangerous: talk to a doctor first.'
        : 'Advice from a doctor or pharmacy, nicotine replacement and quit lines about double the chance: ask them in week 1.',
    },
  );
}

function painCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Move without pain'),
    frame,
    [
      {
        title: 'Gentle mobility',
        description:
          'Slow circles and bends of the stiff parts within what is comfortable. Note pain from 0 to 10 before and after.',
        share: 0.6,
      },
      {
        title: 'Mobility and light strength',
        description:
          'The same, then three light exercises that hold the painful part, for example bridges, wall slides, bird-dog.',
        share: 0.8,
      },
      {
        title: 'Full routine',
        description:
          'Mobility, strength and a short walk. More only when the number the day after is not higher.',
      },
    ],
    {
      first: 'A routine that helps',
      later: [titleOr(goal, 'Move without pain')],
      progress: 'The number from 0 to 10, once a day.',
      note: 'See a doctor or physiotherapist first if the pain is new, strong, after a fall, or comes with numbness or fever.',
    },
  );
}

function sportCourse(goal: Goal, frame: Frame): Course {
  if (/triathlon|ironman/.test(goal.text)) return triathlonCourse(goal, frame);
  const dance = /danc|salsa|tango|ballet/.test(goal.text);
  return oneStrand(
    titleOr(goal, dance ? 'Learn to dance' : 'Get better at your sport'),
    frame,
    [
      {
        title: dance ? 'Basic steps, slowly' : 'Basics: one technique, slowly',
        description: 'Choose one movement. Repeat it slowly and cleanly; film 30 seconds.',
        share: 0.65,
      },
      {
        title: dance ? 'Join the steps to the music' : 'Join two techniques',
        description: 'Link what you have, with a partner, a class or a wall. Correct one thing at a time.',
        share: 0.85,
      },
      {
        title: dance ? 'A whole song' : 'Play or spar for real',
        description: 'Use it in earnest, then look at your first film again.',
      },
    ],
    {
      exertion: true,
      first: 'The basics without thinking',
      later: ['Train with others every week'],
      progress: 'A film of 30 seconds every two weeks.',
    },
  );
}

function triathlonCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    title(goal),
    frame,
    [
      {
        title: 'Swim, ride, run: one of them in turn, easy',
        description:
          'Each session the next of the three, slow enough to talk. Swim where a lifeguard is present.',
        share: 0.6,
      },
      {
        title: 'Swim, ride, run: one of them in turn, longer',
        description: 'The same turn. Stretch the weakest of the three first.',
        share: 0.8,
      },
      {
        title: 'Two in a row: ride, then a short run',
        description: 'Change at once, run the first minutes slowly. Every third session is a longer swim.',
      },
    ],
    {
      exertion: true,
      big: true,
      first: 'All three comfortable, two of them in a row',
      later: ['The distances of a sprint triathlon', title(goal)],
      progress: 'The time you can keep moving in each of the three.',
    },
  );
}

function title(goal: Goal): string {
  return titleOr(goal, 'Finish a triathlon');
}

const recipe = (
  key: string,
  words: RegExp,
  tags: Recipe['tags'],
  perWeek: number,
  minutes: number,
  when: Recipe['when'],
  course: Recipe['course'],
  more: Partial<Recipe> = {},
): Recipe => ({
  key,
  words,
  tags,
  perWeek,
  minutes,
  when,
  exertion: false,
  course,
  ...more,
});

function careCourse(goal: Goal, frame: Frame): Course {
  const medicine = /\b(?:medication|medicine|meds|pills?|vitamins?|tablets?|supplements?)\b/.exec(
    goal.topic,
  )?.[0];
  const isForgotten = /forget|remember/i.test(goal.phrase);
  const title =
    goal.phrase.length > 3 && goal.phrase.length <= 44 && !isForgotten
      ? goal.phrase
      : medicine
        ? `Take your ${medicine}`
        : 'Take care of yourself';
  return oneStrand(
    title,
    { ...frame, minutes: 5, minutesFixed: true },
    [
      {
        title,
        description:
          'Right after something you never forget, such as brushing your teeth. Put what you need beside it.',
      },
      {
        title: `${title}: without looking for it`,
        description: 'Same place, same hour. Prepare for days on the road: a second set in the bag.',
      },
    ],
    {
      first: 'It runs by itself',
      progress: 'A cross in the calendar for each day.',
      note: /medic|pill|tablet|insulin/.test(goal.text)
        ? 'How much and when is for your doctor to say; I only remind you.'
        : null,
    },
  );
}

function cardioCourse(goal: Goal, frame: Frame): Course {
  const minutes = (share: number): number =>
    Math.round((frame.minutes * (frame.minutesFixed ? 1 : share)) / 5) * 5;
  return oneStrand(
    titleOr(goal, 'Build endurance'),
    frame,
    [
      {
        title: `Cardio: ${minutes(0.65)} easy minutes`,
        description: 'Brisk walk, bike, rope or stairs: what you like best. You could talk all the way.',
        share: 0.65,
      },
      {
        title: `Cardio: ${minutes(0.8)} minutes with 4 faster ones`,
        description: 'In the middle four times one faster minute, two easy ones between.',
        share: 0.8,
      },
      {
        title: `Cardio: ${minutes(1)} steady minutes`,
        description: 'A pace that makes whole sentences hard. Five easy minutes before and after.',
      },
    ],
    {
      exertion: true,
      first: 'Keep a steady pace for the whole session',
      progress: 'Pulse or breath after the same stretch, once a week: it gets calmer.',
    },
  );
}

function handstandCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Hold a handstand'),
    frame,
    [
      {
        title: 'Handstand: wrists, plank, hollow hold',
        description:
          'Warm the wrists for 5 minutes. Plank and hollow hold 4 times 20 seconds, pike against a chair.',
        share: 0.7,
      },
      {
        title: 'Handstand: chest to the wall',
        description:
          'Walk the feet up the wall, 5 times 15 seconds. Learn to come down sideways before anything else.',
        share: 0.85,
      },
      {
        title: 'Handstand: away from the wall',
        description: 'Take one foot off, then both, for a breath. Ten tries, then stop.',
      },
    ],
    {
      exertion: true,
      first: 'Hold 30 seconds at the wall',
      later: ['Five free seconds', 'A free handstand'],
      progress: 'The longest hold, once a week.',
    },
  );
}

export const BODY: Recipe[] = [
  recipe(
    'care',
    /\b(?:floss\w*|brush(?:ing)? my teeth|(?:take|taking|forget\w*|remember|remembering) (?:\w+ ){0,4}?(?:medication|medicine|meds|pills?|vitamins?|tablets?|supplements?)|skin ?care|sunscreen|insulin)\b/,
    ['health'],
    7,
    5,
    'any',
    careCourse,
    { brief: true },
  ),
  recipe(
    'regular meals',
    /\b(?:starv\w+|stop eating(?= ?(?:$|[.,!|]|altogether|at all|anything|completely))|not eat(?:ing)? (?:for|at all|anything)|anorexi\w*|bulimi\w*|purg\w+|(?:water|dry) fast\w*|[1-9]\d\d (?:calories|kcal)|eating disorder|binge\w*)\b/,
    ['health', 'nutrition'],
    3,
    20,
    'evening',
    regularMealsCourse,
    { brief: true },
  ),
  recipe(
    'quit',
    /\b(?:smok(?:e|ing|er)|cigarettes?|vap(?:e|ing)|nicotine|alcohol|(?:quit|stop|less) drinking|drink less(?! (?:coffee|soda|sugar|cola))|sober|booze)\b/,
    ['health'],
    7,
    15,
    'after_dinner',
    quitCourse,
    { brief: true },
  ),
  recipe(
    'strength',
    /\b(?:push-? ?ups?|pull-? ?ups?|chin-? ?ups?|sit-? ?ups?|squats|burpees|plank|strength|strong(?:er)?\b(?! (?:marriage|relation|password|bond))|muscles?|gym|lift(?:ing)? weights|weights|weight ?training|deadlift|bench press|abs|six-?pack|toned?|work(?:ing)? ?out|workouts?|crossfit|calisthenics|handstand)\b/,
    ['fitness', 'health'],
    3,
    35,
    'any',
    repsCourse,
    { exertion: true },
  ),
  recipe(
    'weight',
    /\b(?:(?:los(?:e|ing)|drop|shed|gain|put on) (?:\w+ ){0,3}?(?:kg|kilos?|kilograms?|pounds?|lbs?|weight|stones?|fat|belly)|weight loss|slim(?:mer)?|overweight|(?:weigh|get down to) \d+|diet)\b/,
    ['health', 'nutrition', 'fitness'],
    3,
    35,
    'any',
    weightCourse,
  ),
  recipe(
    'heart',
    /\b(?:blood (?:pressure|sugar)|cholesterol|(?:pre-?)?diabetes|heart (?:health|disease)|hypertension)\b(?! (?:pills?|tablets?|meds|medication))/,
    ['health', 'fitness', 'nutrition'],
    4,
    30,
    'any',
    heartCourse,
  ),
  recipe(
    'suppleness',
    /\b(?:yoga|pilates|stretch\w*|flexib\w*|splits|touch my toes|mobility|tai chi|qi ?gong|posture)\b/,
    ['fitness', 'mindfulness'],
    3,
    25,
    'any',
    supplenessCourse,
  ),
  recipe(
    'pain',
    /\b(?:(?:back|neck|knee|shoulder|hip) (?:pain|problems?|ache)|backache|rehab\w*|physio\w*|injur\w*)\b/,
    ['health', 'fitness'],
    4,
    20,
    'any',
    painCourse,
    { brief: true },
  ),
  recipe(
    'water',
    /\b(?:drink (?:\w+ ){0,3}?(?:water|lit(?:er|re)s|glasses)|water intake|hydrat\w*)\b/,
    ['health', 'nutrition'],
    7,
    5,
    'after_waking',
    drinkWaterCourse,
    { brief: true },
  ),
  recipe(
    'sleep',
    /\b(?:sleep(?:ing)?\b(?! in tent)|insomnia|(?:go(?:ing)?|get(?:ting)?) to bed|(?:wake|get|waking|getting) up\b(?! to (?:date|speed))|bedtime|early (?:riser|bird))\b/,
    ['sleep', 'health'],
    7,
    30,
    'before_bed',
    sleepCourse,
    { brief: true, ownsMorningClock: true },
  ),
  recipe(
    'food',
    /\b(?:cook(?:ing)?|bak(?:e|ing)|recipes?|eat(?:ing)? (?:\w+ ){0,2}?(?:health\w*|better|veg\w*|fruit\w*|less|more|clean|at home)|vegetables|vegan|vegetarian|healthy (?:food|meals?|diet|eating)|sugar|sweets|chocolate|junk food|fast food|snack\w*|soda|takeaways?|meal prep\w*|nutrition|protein|meat|caffeine|(?:less|no|quit|stop|reduce|cut(?:ting)?)(?: \w+){0,3} coffee)\b/,
    ['nutrition', 'health'],
    3,
    45,
    'before_dinner',
    foodCourse,
  ),
  recipe(
    'sport',
    /\b(?:tennis|climb(?:ing)?\b(?! (?:mount|mt|kilimanjaro|everest|a mountain|the mountain|the alps))|boulder\w*|football|soccer|basketball|volleyball|badminton|golf|surf(?:ing)?|ski(?:ing)?|skat(?:e|ing)|box(?:ing)?|karate|judo|jiu|martial|danc(?:e|ing)|salsa|tango|ballet|row(?:ing)?|padel|squash|triathlon|ironman|(?:rock|ice) climb|horse ?riding)\b/,
    ['fitness', 'health'],
    2,
    60,
    'any',
    sportCourse,
    { exertion: true },
  ),
  recipe(
    'fitness',
    /\b(?:fit(?:ter|ness)?|in shape|mobile|exercis\w*|(?:be|stay|get|keep) (?:more )?active|move more|train(?:ing)?(?! (?:my|the|station|ticket|to|of|set|a|as))|sporty|sports?|cardio|stamina|endurance|energy|health(?:y|ier)?)\b/,
    ['fitness', 'health'],
    3,
    30,
    'any',
    strengthCourse,
    { exertion: true, broad: true },
  ),
];
