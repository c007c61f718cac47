// Goals around people and the home: time together, friends, tidying, gardens, animals, journeys, neighbours.
import { capital } from '../capital.ts';
import { titleOr } from '../phrase-title.ts';
import { oneStrand } from '../lay-course.ts';
import type { Course, Frame, Goal, Recipe, Stage } from '../recipe.ts';
import { cutTo } from '../../kernel/shorten.ts';

function togetherCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Regular time for the two of you'),
    frame,
    [
      {
        title: 'Date night: simple, at home or around the corner',
        description:
          'Agree on the evening together and who looks after the rest. Phones away, one question you have not asked for long.',
      },
      {
        title: 'Date night: the other one chooses',
        description: 'Take turns with planning. Something neither of you has done before counts double.',
      },
      {
        title: 'Date night: and talk about what you want to keep',
        description: 'What was best, what should change, when is the next one? Put it in both calendars.',
      },
    ],
    {
      weekend: true,
      first: 'An evening together that is a habit',
      later: ['A day or weekend away together'],
      progress: 'A photo or a line about each evening.',
    },
  );
}

function familyCourse(goal: Goal, frame: Frame): Course {
  const who =
    /\b(parents|mother|mum|mom|father|dad|grandma|grandmother|grandpa|grandfather|grandparents|sister|brother|siblings|aunt|uncle|family)\b/.exec(
      goal.topic,
    )?.[1] ?? 'family';
  const meal = /\b(dinners?|breakfast|lunch|game nights?|family time|evenings? together)\b/.exec(
    goal.topic,
  )?.[1];
  if (meal) return familyMealCourse(goal, frame, meal.replace(/s$/, ''));
  const visit = /visit|see (?:my|the)/.test(goal.topic);
  const verb = visit ? 'Visit' : 'Call';
  return oneStrand(
    titleOr(goal, `${verb} your ${who} regularly`),
    frame,
    [
      {
        title: `${verb} your ${who}`,
        description:
          'Short and regular beats long and rare. One question about something they told you last time.',
        share: 0.7,
      },
      {
        title: `${verb} your ${who}, and ask for a story`,
        description: 'Ask about something you have never asked: a first job, a recipe, a friend.',
        share: 0.85,
      },
      {
        title: `${verb} your ${who}, and plan something together`,
        description: 'A meal, a walk, a visit, with a date.',
      },
    ],
    { weekend: true, first: 'Regular contact', progress: 'Note one thing you learned each time.' },
  );
}

function childrenCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'More time with the children'),
    frame,
    [
      {
        title: 'Time with your child: they choose',
        description: 'Phone away. They choose what you do, you follow.',
        share: 0.7,
      },
      {
        title: 'Time with your child: make something',
        description: 'Bake, build, plant, paint: something that remains.',
        share: 0.85,
      },
      {
        title: 'Time with your child: a small adventure',
        description: 'Somewhere new nearby. Ask at the end what was best.',
      },
    ],
    {
      weekend: true,
      first: 'Regular time that the children count on',
      progress: 'A drawing or photo of each time on the fridge.',
    },
  );
}

function familyMealCourse(goal: Goal, frame: Frame, meal: string): Course {
  const label = `Family ${meal.replace('family ', '')}`;
  return oneStrand(
    titleOr(goal, `${label} together`),
    frame,
    [
      {
        title: `${label}: simple, and everybody there`,
        description:
          'Choose what everybody likes, phones in another room. One round: what was good this week?',
        share: 0.8,
      },
      {
        title: `${label}: somebody else chooses`,
        description: 'A child or the other parent decides on the menu or the game, and helps with it.',
      },
      {
        title: `${label}: with a guest or a new idea`,
        description: 'Invite somebody, or do it in another place. Then agree that the day stays fixed.',
      },
    ],
    {
      first: 'A fixed time that everybody counts on',
      later: ['Keep the day, and let the children run it'],
      progress: 'A cross in the kitchen calendar.',
    },
  );
}

function friendsCourse(goal: Goal, frame: Frame): Course {
  const dating = /\b(?:dating|girlfriend|boyfriend|partner|soul ?mate|date someone)\b/.test(goal.topic);
  return oneStrand(
    titleOr(goal, dating ? 'Meet somebody' : 'See friends more often'),
    frame,
    [
      {
        title: dating ? 'Say hello somewhere you like to be' : 'Write to one person',
        description: dating
          ? 'A course, a club, an app: choose one way and one first step.'
          : 'Somebody you have missed. Two sentences and one question; no apology for the silence.',
        share: 0.5,
      },
      {
        title: dating ? 'One conversation' : 'Suggest a day',
        description: dating
          ? 'Ask two questions about them and tell one thing about yourself.'
          : 'Name a day and a place instead of "some time". A walk is enough.',
        share: 0.75,
      },
      {
        title: 'Meet',
        description: dating
          ? 'A short meeting in a public place; tell a friend where you are. Then ask yourself how you felt.'
          : 'Meet, and agree on the next time before you part. A fixed day a month carries itself.',
      },
    ],
    {
      first: dating ? 'Three conversations with new people' : 'Contact with three people',
      later: ['A regular round or habit with them'],
      progress: 'A list of names and when you last met.',
    },
  );
}

function zonesCourse(goal: Goal, frame: Frame): Course {
  const place =
    /\b(garage|basement|cellar|attic|kitchen|wardrobe|closet|bedroom|bathroom|office|desk|living room|shed|house|home|flat|apartment|room|photos?|files|computer|laptop)\b/.exec(
      goal.topic,
    )?.[1] ?? 'home';
  const digital = /photo|file|computer|laptop/.test(place);
  const clean = /\bclean(?:ing)?\b(?! out)/.test(goal.topic);
  const zone = digital
    ? 'one folder'
    : place === 'home' || place === 'house' || place === 'flat' || place === 'apartment'
      ? 'one drawer or shelf'
      : `one corner of the ${place}`;
  return oneStrand(
    titleOr(goal, digital ? `Sort the ${place}` : clean ? 'Keep the home clean' : `Declutter the ${place}`),
    frame,
    clean
      ? [
          {
            title: 'Clean one zone: kitchen',
            description: 'Set a timer, music on, top to bottom. When it rings you are done.',
            share: 0.6,
          },
          {
            title: 'Clean one zone: the next room',
            description: 'A zone for each day; what is not done waits for its next turn.',
            share: 0.8,
          },
          {
            title: 'Clean by your own list',
            description:
              'The list hangs where you see it: five zones, one a day. Share it with those who live with you.',
          },
        ]
      : [
          {
            title: `Sort ${zone}`,
            description: `${digital ? 'Delete, keep, one clear name.' : 'Take everything out. Keep, give away, throw away; no "maybe" pile larger than one box.'} Begin with what is easy to part with.`,
            share: 0.6,
          },
          {
            title: digital ? 'Sort the next two folders' : 'Sort the next zone',
            description: `Photo before and after. ${digital ? 'Duplicates first.' : 'Bags for giving away leave the home in the same week.'}`,
            share: 0.8,
          },
          {
            title: digital
              ? 'The hardest folder, and a name for everything'
              : 'The hardest zone, and a place for everything',
            description: 'What you use gets a fixed place. From now on: one thing in, one thing out.',
          },
        ],
    {
      weekend: frame.perWeek <= 2,
      first: 'The easiest half is done',
      later: ['The harder half, and a place for everything'],
      progress: 'Photos before and after.',
    },
  );
}

function gardenCourse(goal: Goal, frame: Frame): Course {
  const balcony = /balcony|window|herbs?|house ?plants?|indoor/.test(goal.topic);
  return oneStrand(
    titleOr(goal, balcony ? 'Grow something at home' : 'Bring the garden on'),
    frame,
    [
      {
        title: balcony ? 'Plants: look at light, choose three' : 'Garden: look, draw, choose one bed',
        description:
          'Where is sun, where shade, what grows already? Choose little; what the season allows now comes first.',
        share: 0.7,
      },
      {
        title: balcony ? 'Plants: pot, sow, water' : 'Garden: prepare the bed and plant',
        description: 'Loosen the soil, compost, plant. Where it is too cold, prepare soil and sow indoors.',
        share: 0.9,
      },
      {
        title: balcony ? 'Plants: care and harvest' : 'Garden: care round and next bed',
        description: 'Water, weed, look for pests; note what thrives. Plan one more bed or pot.',
      },
    ],
    {
      weekend: true,
      first: 'One bed or three pots that live',
      later: ['The next bed, suited to the season'],
      progress: 'A photo from the same spot each week.',
    },
  );
}

function repairCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Finish the work on the home'),
    frame,
    [
      {
        title: 'Measure, list, get the material',
        description:
          'Write down every step and what it needs. Buy for the first two steps only. Electricity and gas are for professionals.',
        share: 0.7,
      },
      {
        title: 'Do the next step of the list',
        description: 'One step a session, tools away at the end. Photo before and after.',
      },
      {
        title: 'Finish and clear up',
        description: 'The small remaining things that otherwise stay for years. Then show it to somebody.',
      },
    ],
    {
      weekend: true,
      big:
        /\b(?:house|renovat\w* (?:the|my|our) (?:house|home|flat|apartment))\b/.test(goal.topic) &&
        /renov|build/.test(goal.topic),
      first: 'The first room or part is finished',
      later: ['The next part', 'The finish'],
      progress: 'The list of steps, crossed off.',
    },
  );
}

function dogCourse(goal: Goal, frame: Frame): Course {
  if (
    /\b(?:walk|walks|walking)\b/.test(goal.topic) &&
    !/\b(?:train|teach|leash|lead|heel)\b/.test(goal.topic)
  )
    return dogWalkCourse(goal, frame);
  return oneStrand(
    titleOr(goal, 'Train the dog'),
    frame,
    [
      {
        title: 'Dog: name, eye contact, one cue',
        description: 'Three rounds of two minutes at home. Reward within a second, stop while it is fun.',
        share: 0.7,
      },
      {
        title: 'Dog: the cue with distraction',
        description: 'The same in the hall, the garden, the street. When it fails, go one step back.',
        share: 0.85,
      },
      {
        title: 'Dog: everyday life',
        description:
          'Loose lead, recall on a long line, waiting at the door. Rewards become rarer and better.',
      },
    ],
    {
      first: 'One cue that works at home',
      later: ['The same cue outdoors'],
      progress: 'Count successes out of ten, once a week.',
    },
  );
}

function dogWalkCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Walk the dog'),
    frame,
    [
      {
        title: 'Walk the dog',
        description: 'Lead, bags and treats hang by the door. The usual round.',
        share: 0.8,
      },
      {
        title: 'Walk the dog: a new way',
        description: 'Another direction now and then: new smells tire more than more kilometres.',
      },
      {
        title: 'Walk the dog: with a game on the way',
        description: 'Two calls, one hidden treat, one calm wait at a corner.',
      },
    ],
    {
      first: 'Walks at fixed hours',
      later: ['Longer rounds together'],
      progress: 'A cross in the calendar for each walk.',
    },
  );
}

function childLearnsCourse(goal: Goal, frame: Frame): Course {
  const who =
    /\b(daughter|son|kids?|children|child|boy|girl|grand(?:son|daughter|mother|father|ma|pa|parents)|mum|mom|dad|mother|father|parents|wife|husband|partner)\b/.exec(
      goal.topic,
    )?.[1] ?? 'child';
  const isGrown = /^(?:grand(?:m|f|p)|m|dad|fa|pa|wi|hu)/.test(who);
  const your = `your ${who}`;
  const skill =
    /\b(?:wants? to|learns?(?: how)? to|to learn(?: to)?|teach (?:my|our|the) \w+(?: how)? to|learn|practi[sc]e|with) (?:learn(?: to)? )?(.{4,40}?)(?= with| without| before|\||[,.;]|$)/
      .exec(goal.topic)?.[1]
      ?.replace(/\b(?:my|our|his|her)\b/g, 'the')
      .trim() ?? 'it';
  const isHelp = /\bhelp\w* (?:my|our|the) (?:\w+ )?\w+ with\b/.test(goal.topic);
  const title = cutTo(isHelp ? `Help ${your} with ${skill}` : `Help ${your} learn: ${skill}`, 60);
  const outdoor = /\b(?:bike|bicycle|ride|swim|skate|ski|football|climb)\b/.test(skill);
  return oneStrand(
    title,
    { ...frame, minutes: frame.minutesFixed ? frame.minutes : Math.min(frame.minutes, 25) },
    [
      {
        title: `${capital(your)}: the first easy piece`,
        description: `Something that works at once${outdoor ? ', on flat, safe ground, with helmet or an adult within reach' : ''}. Stop while it is still fun${isGrown ? ', and write the steps on one page' : '; praise the trying'}.`,
        share: 0.7,
      },
      {
        title: `${capital(your)}: a little harder, as a game`,
        description: 'Let them set the next challenge. Mistakes get a smile, not a correction.',
        share: 0.85,
      },
      {
        title: `${capital(your)}: show it to somebody`,
        description: isGrown
          ? 'They do it alone, you only watch. Then something nice together.'
          : 'A small show for grandparents or friends, then something nice together.',
      },
    ],
    {
      first: `${capital(your)} does the first piece alone`,
      later: [`${capital(your)} does it without help`],
      progress: isGrown
        ? 'A list of what they now do alone.'
        : 'A sticker for each time, chosen by the child.',
    },
  );
}

function hobbyCourse(goal: Goal, frame: Frame): Course {
  const title = titleOr(goal, 'Time for your hobby');
  return oneStrand(
    title,
    { ...frame, minutesFixed: true },
    [
      {
        title: 'Hobby time: choose the piece of the sprint',
        description: 'One piece that can be finished in six weeks. Lay everything for it in one box.',
      },
      {
        title: 'Hobby time: go on',
        description:
          'Ten minutes of tidying first, then only what is fun. Leave it so that you can begin at once next time.',
      },
      {
        title: 'Hobby time: finish it and show it',
        description: 'A photo, a club, a friend. Then choose the next piece.',
      },
    ],
    {
      first: 'One finished piece',
      later: ['The next piece'],
      progress: 'A photo of the same corner after each session.',
    },
  );
}

function travelCourse(goal: Goal, frame: Frame): Course {
  const place =
    /\b(?:trip|travel|journey|holiday|vacation|move|moving|go|drive|fly)(?:ling|s)? (?:to|in|through|around|across) ((?:[a-z]+ )?[a-z]+?)(?= for| in| with| on| by|$)/.exec(
      goal.topic.split('|')[0]?.trim() ?? '',
    )?.[1];
  const packing = goal.weeks !== null && goal.weeks < 3;
  return oneStrand(
    titleOr(
      goal,
      place
        ? `Prepare the trip to ${place.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())}`
        : 'Prepare the trip',
    ),
    frame,
    [
      {
        title: packing ? 'Trip: papers and bookings' : 'Trip: dates, budget, papers',
        description:
          'Passport and visa valid? Vaccinations, insurance? Fix dates and a sum, list what must be booked.',
        share: 0.8,
      },
      {
        title: 'Trip: book and plan the rough route',
        description: 'Transport and the first nights now; one wish a day, the rest stays open.',
        share: 1,
      },
      {
        title: 'Trip: packing list and the last things',
        description:
          'Pack two thirds of it. Copies of papers, somebody who waters the plants, money and cards.',
      },
    ],
    {
      weekend: true,
      first: 'Dates, papers and bookings are settled',
      later: ['Route, packing and the last things'],
      progress: 'The list of what must be done, crossed off.',
    },
  );
}

function givingCourse(goal: Goal, frame: Frame): Course {
  const funds = /\b(?:fundrais\w*|donat\w*|raise)\b/.test(goal.topic);
  return oneStrand(
    titleOr(goal, funds ? 'Raise money for a good cause' : 'Help others regularly'),
    frame,
    funds
      ? [
          {
            title: 'Fundraising: story, sum, page',
            description: 'Three sentences why, one sum, one date. Ask the five who are closest first.',
            share: 0.8,
          },
          {
            title: 'Fundraising: ask ten people personally',
            description: 'A message to one person beats a post to all. Thank on the same day.',
          },
          {
            title: 'Fundraising: last call and thanks',
            description: 'Show how near it is, ask once more, and tell everyone what it became.',
          },
        ]
      : [
          {
            title: 'Volunteering: find three places and write to one',
            description: 'What do you like doing, how much time is honest? Write to one and ask for a trial.',
            share: 0.5,
          },
          {
            title: 'Volunteering: go along once',
            description: 'Be there, help, ask questions. Afterwards: did it give you something too?',
          },
          {
            title: 'Volunteering: your fixed shift',
            description: 'Agree on a rhythm that you can keep for half a year.',
          },
        ],
    {
      weekend: true,
      first: 'A place where you are needed',
      later: ['Half a year in a rhythm that you keep'],
      progress: 'The hours you have given, and one moment from each time.',
    },
  );
}

function partyCourse(goal: Goal, frame: Frame): Course {
  const stages: Stage[] = [
    {
      title: 'Planning: date, guests, sum',
      description:
        'Three numbers decide all the rest. Then the list of everything that must be booked, by date.',
      share: 0.8,
    },
    {
      title: 'Planning: book the big things',
      description: 'Place, food, music, papers: one call or message per session until it is settled.',
    },
    {
      title: 'Planning: details and a run of the day',
      description: 'Who does what when. Give away three tasks. Leave the last days free.',
    },
  ];
  return oneStrand(titleOr(goal, 'Plan the celebration'), frame, stages, {
    weekend: true,
    first: 'Date, place and guests are settled',
    later: ['Details and the day itself'],
    progress: 'The list, crossed off by date.',
  });
}

const recipe = (
  key: string,
  words: RegExp,
  tags: Recipe['tags'],
  perWeek: number,
  minutes: number,
  when: Recipe['when'],
  course: Recipe['course'],
): Recipe => ({ key, words, tags, perWeek, minutes, when, exertion: false, course });

const CHILD = '(?:daughter|son|kids?|children|child|boy|girl|grand(?:son|daughter|children))';

const ELDER =
  '(?:grand(?:mother|father|ma|pa|parents)|mum|mom|dad|mother|father|parents|wife|husband|partner)';

export const PEOPLE_AND_HOME: Recipe[] = [
  {
    ...recipe(
      'child learns',
      new RegExp(
        `\\b(?:(?:my|our|the) (?:\\w+ )?${CHILD}\\b(?: \\w+){0,5}? (?:wants? to|should|learns?|needs? to)|(?:teach|help|helping|teaching) (?:my|our|the) (?:\\w+ )?(?:${CHILD}|${ELDER})|(?:learn|practi[sc]e)\\b.{3,40} with (?:my|our) (?:\\w+ )?${CHILD})\\b`,
      ),
      ['family', 'learning'],
      3,
      25,
      'afternoon',
      childLearnsCourse,
    ),
    brief: true,
  },
  recipe(
    'hobby',
    /\b(?:model (?:railway|trains?|planes?|ships?|kits?)|stamp collect\w*|birdwatch\w*|hobb(?:y|ies)|lego|fishing|jigsaw|miniatures|dungeons|board games?|puzzles)\b/,
    ['creativity'],
    1,
    90,
    'any',
    hobbyCourse,
  ),
  recipe(
    'party',
    /\b(?:wedding\b(?! (?:speech|toast|dress|gift))|birthday party|(?:prepare|host|cook) (?:\w+ ){0,4}?(?:dinner|brunch|feast) for\b|(?:plan|organi[sz]e|throw) (?:\w+ ){0,4}?(?:party|celebration|reunion|baby shower))\b/,
    ['family', 'relationships'],
    2,
    45,
    'any',
    partyCourse,
  ),
  recipe(
    'together',
    /\b(?:date nights?|my (?:wife|husband|partner|girlfriend|boyfriend|spouse|marriage|relationship(?! with (?:my|our) (?:mother|mum|mom|father|dad|sister|brother|parents|son|daughter|family|boss|friend)))|our (?:marriage|relationship)|romantic|couple time)\b/,
    ['relationships', 'family'],
    1,
    120,
    'evening',
    togetherCourse,
  ),
  recipe(
    'children',
    /\b(?:(?:with|for|to) (?:(?:my|the|our) )?(?:\w+ )?(?:kids?|children|son|daughter|toddler)s?|(?:better|present) (?:dad|father|mum|mom|mother|parent)|parenting|bedtime stor(?:y|ies)|playtime)\b/,
    ['family', 'relationships'],
    2,
    45,
    'any',
    childrenCourse,
  ),
  recipe(
    'family',
    /\b(?:(?:call|visit|see|phone|ring|talk to|time with|contact with|in touch with) (?:\w+ ){0,3}?(?:parents|mother|mum|mom|father|dad|grand\w+|sister|brother|siblings|aunt|uncle|family)|family (?:time|dinners?)|(?:relationship|bond|contact) with (?:my|our) (?:parents|mother|mum|mom|father|dad|sister|brother|family|grand\w+))\b/,
    ['family', 'relationships'],
    1,
    30,
    'any',
    familyCourse,
  ),
  recipe(
    'friends',
    /\b(?:friends?(?:hips?)?|sociali[sz]\w*|social life|lonel\w*|meet (?:new )?people|get to know (?:my|the|our|new) \w+|dating|girlfriend|boyfriend|soul ?mate|stay in touch|reconnect)\b/,
    ['relationships'],
    1,
    60,
    'any',
    friendsCourse,
  ),
  recipe(
    'dog',
    /\b(?<!(?:get|adopt|buy|find) (?:a |an |my |our )?(?:\w+ )?)(?:dog|puppy)\b|\btrain (?:my|the|our) (?:cat|parrot|horse|pet)\b/,
    ['home', 'family'],
    5,
    15,
    'any',
    dogCourse,
  ),
  recipe(
    'travel',
    /\b(?:trips?|travel\w*|journey|drive (?:\d+ \w+ )?(?:across|around|through|to)|vacation|holidays?|road ?trip|backpack\w*|(?:move|moving) (?:to|abroad)|visa|itinerary|interrail)\b/,
    ['travel'],
    2,
    45,
    'any',
    travelCourse,
  ),
  recipe(
    'giving',
    /\b(?:volunteer\w*|charit\w*|fundrais\w*|donat\w*|food bank|soup kitchen|raise (?:money|\d+)|(?:help|my|the) (?:neighbou?rs?|neighbou?rhood|community)|give back|activis\w*|local (?:club|community|politics))\b/,
    ['community', 'relationships'],
    1,
    90,
    'any',
    givingCourse,
  ),
  recipe(
    'garden',
    /\b(?:garden(?:ing)?|vegetable patch|balcony|herbs|house ?plants?|plants|allotment|grow (?:my own|tomatoes|vegetables|herbs)|lawn|compost)\b/,
    ['home', 'health'],
    1,
    60,
    'any',
    gardenCourse,
  ),
  recipe(
    'repair',
    /\b(?:renovat\w*|repair\w*|paint(?:ing)? (?:the|my|our) (?:\w+ )?(?:room|wall|walls|house|kitchen|bedroom|fence|flat|apartment)|diy|fix (?:the|my|up)\b(?! (?:relationship|marriage|sleep|life|diet|posture|back|mood|finances))|furniture|build (?:a|the|my|some) (?:\w+ )?(?:book ?shel(?:f|ves)|shelves|wardrobe|chair|bench|cabinet|shed|desk|table|shelf|deck|treehouse|tree house|house|bed|fence|terrace)|moving house|move house|woodwork\w*)\b/,
    ['home'],
    1,
    120,
    'any',
    repairCourse,
  ),
  recipe(
    'zones',
    /\b(?:declutter\w*|tidy(?:ing)?(?: up)?|clean(?:er|ing)?(?: (?:up|out))?\b(?! eating)|clear(?:ing)? out|sort(?:ing)? (?:out )?(?:my|the|our|through)\b(?! (?:life|head|thoughts|finances|priorities))|organi[sz]e (?:my|the|our)|minimalis\w*|messy?|garage|attic|basement|wardrobe|closet|household|housework|chores|laundry|digital photos)\b/,
    ['home'],
    2,
    45,
    'any',
    zonesCourse,
  ),
];
