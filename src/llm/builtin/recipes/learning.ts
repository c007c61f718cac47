// Goals of learning: languages, instruments, code, exams, books. Practise little and often, use it early, test yourself.
import { titleOr } from '../phrase-title.ts';
import { rateOf, targetOf } from '../read-quantities.ts';
import { oneStrand, overWeeks, rounded } from '../recipe.ts';
import type { Course, Frame, Recipe } from '../recipe.ts';
import type { Goal } from '../understand-goal.ts';

const LANGUAGES =
  'spanish|french|german|italian|portuguese|english|dutch|swedish|norwegian|danish|finnish|polish|czech|russian|ukrainian|greek|turkish|arabic|hebrew|persian|farsi|hindi|urdu|bengali|tamil|chinese|mandarin|cantonese|japanese|korean|vietnamese|thai|indonesian|swahili|latin|esperanto|catalan|irish|welsh|hungarian|romanian|croatian|serbian|bulgarian|sign language|icelandic|tagalog';

function languageCourse(goal: Goal, frame: Frame): Course {
  const name = new RegExp(`\\b(${LANGUAGES})\\b`).exec(goal.text)?.[1];
  const language = name ? name.replace(/^[a-z]/, (letter) => letter.toUpperCase()) : 'the language';
  const levels = [
    ...new Set([...goal.text.matchAll(/\b([abc][12])\b/g)].map(([, found = '']) => found.toUpperCase())),
  ].toSorted();
  const level = levels.at(-1);
  const base = levels.length > 1 ? levels[0] : undefined;
  const fluent = /\b(?:fluen\w*|native|perfect\w*|master)\b/.test(goal.text);
  const big = fluent || (level !== undefined && level !== 'A1');
  const sign = language === 'Sign language';
  const title = level
    ? `Reach ${level} in ${language}`
    : fluent
      ? `Speak ${language} fluently`
      : name
        ? titleOr(goal, `Learn ${language}`)
        : titleOr(goal, 'Learn a language');
  const known = base !== undefined && base > 'A1';
  const ways = ['A2', 'B1', 'B2', 'C1', 'C2'].filter(
    (step) => step <= (level ?? 'B2') && step > (base ?? 'A1'),
  );
  return oneStrand(
    title,
    frame,
    [
      {
        title: `${language}: 10 words and a short dialogue`,
        description: `10 new words as whole sentences, ${sign ? 'watch a two-minute video and repeat it' : 'listen to a two-minute dialogue twice and speak it aloud'}. First repeat the words of last time.`,
        share: 0.7,
      },
      {
        title: `${language}: listen and answer aloud`,
        description: sign
          ? 'Watch five minutes, note three signs, answer five questions about your day in signs. Repeat the word cards.'
          : 'Five minutes of audio for learners, then answer five questions about your day aloud. Repeat the word cards.',
        share: 0.85,
      },
      {
        title: `${language}: talk with somebody`,
        description: `Once a week 15 minutes with a partner or teacher; in the other sessions prepare what you want to say, with the words you missed last time.`,
      },
    ],
    {
      big,
      first: known
        ? `${language}: hold a 10-minute talk about everyday life`
        : `${language}: introduce yourself and get by in everyday situations`,
      later:
        level || fluent
          ? ways.slice(-4).map((step) => `${language}: reach ${step}`)
          : [`${language}: longer talks and first texts`],
      progress: 'Record one minute of speaking at the end of every second week and keep it.',
      note:
        big && !known
          ? 'A level of a language takes about 100 to 200 hours; this sprint is the first stretch, and I name the next ones in the roadmap.'
          : null,
    },
  );
}

function instrumentCourse(goal: Goal, frame: Frame): Course {
  const found =
    /\b(guitar|piano|ukulele|violin|cello|drums?|bass|flute|saxophone|trumpet|harmonica|keyboard|clarinet|harp|banjo|singing|sing)\b/.exec(
      goal.text,
    )?.[1];
  const sings = found?.startsWith('sing');
  const name = sings ? 'Singing' : found ? found.charAt(0).toUpperCase() + found.slice(1) : 'Music';
  const warm = sings
    ? 'Five minutes of humming and scales'
    : /guitar|ukulele|bass|banjo/.test(name.toLowerCase())
      ? 'Tune, five minutes of changing between two chords'
      : 'Five minutes of slow scales';
  return oneStrand(
    titleOr(goal, sings ? 'Learn to sing' : found ? `Play the ${found}` : 'Learn an instrument'),
    frame,
    [
      {
        title: `${name}: first chords and rhythm`.replace(
          'first chords',
          sings || !/Guitar|Ukulele|Piano|Keyboard|Bass|Banjo/.test(name) ? 'clean tones' : 'first chords',
        ),
        description: `${warm}. Then one short bit, slowly, four times without a mistake. Choose one song you love.`,
        share: 0.75,
      },
      {
        title: `${name}: the song, half by half`,
        description: `${warm}. Then the next eight bars with a metronome at half speed. Stop before it gets sloppy.`,
        share: 0.9,
      },
      {
        title: `${name}: the whole song`,
        description:
          'Play through once without stopping, then mend the two weakest spots. In the last session play it for somebody or record it.',
      },
    ],
    {
      big: /\b(?:virtuos\w*|professional\w*|master|concert pianist)\b/.test(goal.text),
      first: 'Play one song from start to end',
      later: ['A second song with a new technique', 'Three songs for a small audience'],
      progress: 'A recording of one minute every two weeks.',
    },
  );
}

function codeCourse(goal: Goal, frame: Frame): Course {
  const found =
    /\b(python|javascript|typescript|java|rust|golang|sql|html|swift|kotlin|react|c\+\+|excel|power ?bi|data science|machine learning|web development)\b/.exec(
      goal.text,
    )?.[1];
  const name = found
    ? /^(?:sql|html)$/.test(found)
      ? found.toUpperCase()
      : found.charAt(0).toUpperCase() + found.slice(1)
    : 'Code';
  const tool = found === 'excel' || /power/.test(found ?? '');
  return oneStrand(
    titleOr(goal, found ? `Learn ${name}` : 'Learn to code'),
    frame,
    [
      {
        title: `${name}: one lesson, typed by hand`,
        description: `Choose one course and stay with it. Type every example and change one thing to see what happens.`,
        share: 0.75,
      },
      {
        title: `${name}: three small exercises`,
        description:
          'Solve them without looking anything up for ten minutes, then look. Keep a page of what you had to look up.',
        share: 0.9,
      },
      {
        title: tool ? `${name}: a sheet of your own` : `${name}: a small program of your own`,
        description:
          'Something you need yourself, as small as you can. Make it work first, then nicer. Show it to somebody at the end.',
      },
    ],
    {
      big: /\b(?:job|developer|engineer|career|machine learning|data science)\b/.test(goal.text),
      first: 'A small program of your own that works',
      later: ["A bigger project with somebody else's data", 'Three projects to show, and feedback on them'],
      progress: 'Keep every exercise: the list of what runs grows.',
    },
  );
}

function examCourse(goal: Goal, frame: Frame): Course {
  const title = titleOr(goal, /driv/.test(goal.text) ? 'Pass the driving test' : 'Pass the exam');
  const early = [
    {
      title: 'Study: map the topics, begin with the weakest',
      description:
        'List all topics, mark each red, yellow or green. Take one red topic: read, close the book, write down what you remember.',
      share: 0.8,
    },
    {
      title: 'Study: two topics, then questions',
      description:
        'Half of the time one new topic, half of it questions about older ones. Wrong answers go on a list.',
      share: 1,
    },
  ];
  const course = oneStrand(
    title,
    frame,
    [
      ...early,
      {
        title: 'Practice test against the clock',
        description:
          'A past paper or 20 mixed questions in real time. Mark it, and study only what was wrong.',
        share: 1,
      },
    ],
    {
      first: 'All topics seen once, the weakest three repaired',
      later: ['Practice tests against the clock, then light repetition and rest in the last week'],
      progress: 'The map: topics turn from red to yellow to green.',
    },
  );
  if (goal.weeks === null || goal.weeks > 7 || frame.weeks < 3) return course;
  const [strand] = course.strands;
  const body = overWeeks(
    [
      ...early,
      {
        title: 'Practice test against the clock',
        description:
          'A past paper or 20 mixed questions in real time. Mark it, and study only what was wrong.',
      },
    ],
    { ...frame, weeks: frame.weeks - 1 },
  );
  const taper = {
    from: frame.weeks,
    to: frame.weeks,
    title: 'Light repetition: your list of mistakes',
    description:
      'Nothing new any more. Go through the list of mistakes once; the evening before the exam is free.',
    minutes: rounded(frame.minutes * 0.5),
  };
  return { ...course, strands: [{ ...strand, phases: [...body, taper] }] };
}

function readingCourse(goal: Goal, frame: Frame): Course {
  const rate = rateOf(goal, 'pages');
  const books = targetOf(goal, 'books') ?? rateOf(goal, 'books');
  const sum = targetOf(goal, 'pages', 'chapters');
  const minutesPerPage = 1.6;
  const sessions = frame.perWeek * frame.weeks;
  const perSprint = books
    ? (books.per === 'month'
        ? (books.amount * frame.weeks) / 4.3
        : books.per === 'week'
          ? books.amount * frame.weeks
          : books.amount * Math.min(1, frame.weeks / (goal.weeks ?? frame.weeks))) * 280
    : sum
      ? sum.amount *
        (sum.unit === 'chapters' ? 20 : 1) *
        Math.min(1, frame.weeks / (goal.weeks ?? frame.weeks))
      : 0;
  const needed = rate
    ? rate.per === 'week'
      ? rate.amount / frame.perWeek
      : rate.amount
    : perSprint > 0
      ? perSprint / sessions
      : frame.minutes / minutesPerPage;
  const limit = Math.max(10, goal.sessionMinutes === null ? 30 : goal.sessionMinutes / minutesPerPage);
  const big = needed > limit * 1.1;
  // Fewer pages at first are made good by more at the end.
  const pages = Math.max(2, Math.ceil(Math.min(needed, limit)));
  const at = (share: number): number =>
    Math.max(2, pages >= 10 ? Math.round((pages * share) / 2) * 2 : Math.round(pages * share));
  const minutes = (share: number): number =>
    frame.minutesFixed ? frame.minutes : Math.max(10, at(share) * minutesPerPage);
  const shares = perSprint > 0 && !big ? [0.9, 1, 1.1] : [0.5, 0.8, 1];
  const texts = [
    'Book and chair are always the same; the phone lies in another room. Stop in the middle of a scene: it draws you back.',
    'After reading say in one sentence what it was about.',
    'If a book has not won you by page 50, put it away without remorse and take the next one.',
  ];
  const label = books ?? sum;
  return oneStrand(
    rate
      ? `Read ${rate.label} a ${rate.per === 'week' ? 'week' : 'day'}`
      : label
        ? `Read ${label.label}${label.per === 'month' ? ' a month' : label.per === 'week' ? ' a week' : ''}`
        : titleOr(goal, 'Read regularly'),
    { ...frame, minutes: 1, minutesFixed: false },
    shares.map((share, i) => ({
      title: `Read ${at(share)} pages`,
      description: texts[i] ?? '',
      share: minutes(share),
    })),
    {
      big,
      first: `Read ${pages} pages a session, ${frame.perWeek} times a week`,
      later: label ? [`Read ${label.label}: go on in the same steps`] : ['Read a harder or longer book'],
      progress: 'Write down the page number after each session, and each finished book.',
      note: big
        ? `That would be about ${Math.ceil(needed)} pages a session, which hardly anybody keeps up. I start with ${pages}.`
        : books
          ? 'I counted about 280 pages for a book.'
          : null,
    },
  );
}

function chessCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Get better at chess'),
    frame,
    [
      {
        title: '10 tactics puzzles and one slow game',
        description: 'Look for checks, captures and threats before every move.',
        share: 0.75,
      },
      {
        title: 'One opening, and one slow game',
        description:
          'Learn the ideas of one opening for white and one for black. After the game find your worst move.',
        share: 0.9,
      },
      {
        title: 'Endgame, and a game analysed',
        description: 'King and pawn endings, then go through a lost game alone before an engine does.',
      },
    ],
    { first: 'Fewer blunders in slow games', progress: 'Your puzzle rating once a week.' },
  );
}

export const LEARNING: Recipe[] = [
  {
    key: 'exam',
    words:
      /\b(?:exams?|finals|midterms?|(?:driving|entrance|math|theory|language|aptitude) tests?|(?:pass|prepare for|study for|revise for) (?:\w+ ){0,3}?tests?|toefl|ielts|gmat|gre|sat test|lsat|mcat|bar exam|certificat\w*|driving licen[cs]e|a-levels|gcses?|revision)\b/,
    tags: ['learning', 'career'],
    perWeek: 5,
    minutes: 60,
    when: 'any',
    exertion: false,
    course: examCourse,
  },
  {
    key: 'language',
    words: new RegExp(
      `\\b(?:${LANGUAGES}|foreign language|(?:new|second|a) language|vocabulary|[abc][12] (?:level|in))\\b(?! (?:food|cooking|cuisine|dish|recipes|toast|literature|history|garden|house|wine))`,
    ),
    tags: ['learning'],
    perWeek: 5,
    minutes: 25,
    when: 'any',
    exertion: false,
    course: languageCourse,
  },
  {
    key: 'instrument',
    words:
      /\b(?:guitar|piano|ukulele|violin|cello|drums|(?:play|learn) (?:the )?bass|flute|saxophone|trumpet|harmonica|keyboard(?! shortcuts)|clarinet|banjo|harp|(?:an |the |my )instrument|sing(?:ing)?|play (?:a |one |1 |\d+ )?(?:\w+ )?songs?)\b/,
    tags: ['creativity', 'learning'],
    perWeek: 4,
    minutes: 25,
    when: 'any',
    exertion: false,
    course: instrumentCourse,
  },
  {
    key: 'code',
    words:
      /\b(?:(?:learn|start|teach myself)(?: how)?(?: to)? (?:code|coding|program\w*)|coding|programming|python|javascript|typescript|java|rust|golang|sql|html|kotlin|react|excel|power ?bi|data science|machine learning|web development|leetcode)\b/,
    tags: ['learning', 'career'],
    perWeek: 3,
    minutes: 45,
    when: 'any',
    exertion: false,
    course: codeCourse,
  },
  {
    key: 'reading',
    words:
      /\b(?:read(?:ing)?\b(?! (?:music|emails?|tarot|maps|sheet|minds))|books(?! (?:a |an |tickets|flights))|bookworm)/,
    tags: ['learning', 'creativity'],
    perWeek: 5,
    minutes: 30,
    when: 'before_bed',
    exertion: false,
    course: readingCourse,
  },
  {
    key: 'chess',
    words: /\b(?:chess|backgammon|the game of go)\b/,
    tags: ['learning', 'creativity'],
    perWeek: 3,
    minutes: 35,
    when: 'evening',
    exertion: false,
    course: chessCourse,
  },
];
