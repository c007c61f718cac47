// Goals of learning: languages, instruments, code, exams, books. Little and often, used early, tested by oneself.
import { titleOr } from '../phrase-title.ts';
import { rateOf, targetOf } from '../read-quantities.ts';
import { oneStrand, overWeeks, paced, rounded } from '../lay-course.ts';
import type { Course, Frame, Goal, Recipe } from '../recipe.ts';

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
  const words = targetOf(goal, 'words')?.amount ?? null;
  const each = words === null ? 10 : Math.max(2, Math.ceil(words / (frame.wholeWeeks * frame.perWeek)));
  const title = level
    ? `Reach ${level} in ${language}`
    : fluent
      ? `Speak ${language} fluently`
      : words !== null
        ? `Learn ${words} words of ${language}`
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
        title: `${language}: ${each} words and a short dialogue`,
        description: `${each} new words as whole sentences, ${sign ? 'watch a two-minute video and repeat it' : 'listen to a two-minute dialogue twice and speak it aloud'}. First repeat the words of last time.`,
        share: 0.7,
      },
      {
        title:
          words === null
            ? `${language}: listen and answer aloud`
            : `${language}: ${each} words, and answer aloud`,
        description: sign
          ? 'Watch five minutes, note three signs, answer five questions about your day in signs. Repeat the word cards.'
          : 'Five minutes of audio for learners, then answer five questions about your day aloud. Repeat the word cards.',
        share: 0.85,
      },
      {
        title:
          words === null
            ? `${language}: talk with somebody`
            : `${language}: ${each} words, and talk with somebody`,
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
  const classical =
    /\b(?:sonatas?|prelude|[eé]tude|nocturne|waltz|fugue|concerto|bach|mozart|beethoven|chopin|clair de lune|f[uü]r elise|pieces?)\b/.test(
      goal.text,
    );
  const song = classical ? 'piece' : 'song';
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
          classical
            ? 'the first line, hands apart,'
            : sings || !/Guitar|Ukulele|Piano|Keyboard|Bass|Banjo/.test(name)
              ? 'clean tones'
              : 'first chords',
        ),
        description: `${warm}. Then one short bit, slowly, four times without a mistake. ${classical ? 'Mark the bars that will be hard.' : 'Choose one song you love.'}`,
        share: 0.75,
      },
      {
        title: `${name}: the ${song}, half by half`,
        description: `${warm}. Then the next eight bars with a metronome at half speed. Stop before it gets sloppy.`,
        share: 0.9,
      },
      {
        title: `${name}: the whole ${song}`,
        description:
          'Play through once without stopping, then mend the two weakest spots. In the last session play it for somebody or record it.',
      },
    ],
    {
      big: /\b(?:virtuos\w*|professional\w*|master|concert pianist)\b/.test(goal.text),
      first: `Play one ${song} from start to end`,
      later: ['A second song with a new technique', 'Three songs for a small audience'],
      progress: 'A recording of one minute every two weeks.',
      note: classical
        ? 'I assumed that you read notes and have played for a year or two; if not, tell me and we begin with an easier piece.'
        : null,
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

interface Work {
  words: RegExp;
  name: string;
  amount: number;
  unit: 'pages' | 'chapters';
}

// Usual editions; what somebody holds in their hands may differ by a fifth.
const WORKS: Work[] = [
  { words: /\bnew testament\b/, name: 'the New Testament', amount: 260, unit: 'chapters' },
  { words: /\bbible\b/, name: 'the Bible', amount: 1189, unit: 'chapters' },
  { words: /\b(?:quran|koran|qur'an)\b/, name: 'the Quran', amount: 604, unit: 'pages' },
  { words: /\bwar and peace\b/, name: 'War and Peace', amount: 1225, unit: 'pages' },
  { words: /\banna karenina\b/, name: 'Anna Karenina', amount: 860, unit: 'pages' },
  { words: /\bulysses\b/, name: 'Ulysses', amount: 730, unit: 'pages' },
  { words: /\bmoby[- ]dick\b/, name: 'Moby-Dick', amount: 630, unit: 'pages' },
  { words: /\bdon quixote\b/, name: 'Don Quixote', amount: 940, unit: 'pages' },
  { words: /\blord of the rings\b/, name: 'The Lord of the Rings', amount: 1100, unit: 'pages' },
  { words: /\bles mis[eé]rables\b/, name: 'Les Misérables', amount: 1400, unit: 'pages' },
];
const MINUTES = { pages: 1.6, chapters: 3.5 };
const BOOK_PAGES = 280;

function readingCourse(goal: Goal, frame: Frame): Course {
  const work = WORKS.find(({ words }) => words.test(goal.text));
  const books = targetOf(goal, 'books') ?? rateOf(goal, 'books');
  const sum = targetOf(goal, 'pages', 'chapters');
  const aBook =
    /\bfinish(?:ing)?\b|\b(?:the|my|this|a) book\b(?! (?:club|shelf))/.test(goal.text) && goal.weeks !== null;
  const weeks = goal.weeks === null ? frame.wholeWeeks : goal.weeks <= 6 ? frame.wholeWeeks : goal.weeks;
  const total: Reading | null = sum
    ? {
        amount: sum.amount,
        unit: sum.unit === 'chapters' ? 'chapters' : 'pages',
        title: `Read ${sum.label}`,
        note: null,
      }
    : work
      ? {
          ...work,
          title: titleOr(goal, `Read ${work.name}`),
          note: `I counted ${work.amount} ${work.unit} for ${work.name}; tell me what is left and I divide that.`,
        }
      : books
        ? {
            amount: booksInTime(books, weeks),
            unit: 'pages',
            books: books.per ? null : books.amount,
            title: `Read ${books.label}${books.per ? ` a ${books.per}` : ''}`,
            note: `I counted about ${BOOK_PAGES} pages for a book.`,
          }
        : aBook
          ? {
              amount: BOOK_PAGES,
              unit: 'pages',
              title: titleOr(goal, 'Finish the book'),
              note: `I assumed about ${BOOK_PAGES} pages; tell me what is left and I divide that.`,
            }
          : null;
  return total && !rateOf(goal, 'pages', 'chapters')
    ? readingTo(total, weeks, goal, frame)
    : readingRhythm(goal, frame);
}

interface Reading {
  amount: number;
  unit: 'pages' | 'chapters';
  title: string;
  note: string | null;
  /** The parts of the way are counted in these where they are given. */
  books?: number | null;
}

function booksInTime({ amount, per }: { amount: number; per: string | null }, weeks: number): number {
  const count = per === 'month' ? (amount * weeks) / 4.3 : per === 'week' ? amount * weeks : amount;
  return count * BOOK_PAGES;
}

const READING_TEXTS = [
  'Book and chair are always the same; the phone lies in another room. Stop in the middle of a scene: it draws you back.',
  'After reading say in one sentence what it was about.',
  'If a book has not won you by page 50, put it away without remorse and take the next one.',
];

/** A sum by a day: so much a session, a little less at first, made good at the end. */
function readingTo(
  { amount, unit, title, note, books }: Reading,
  weeks: number,
  goal: Goal,
  usual: Frame,
): Course {
  const perUnit = MINUTES[unit];
  // A near end makes it a daily thing where the days were left open.
  const isTight =
    weeks <= 6 &&
    goal.perWeek === null &&
    goal.days.length === 0 &&
    amount / (weeks * usual.perWeek) > 30 / perUnit;
  const frame = isTight ? { ...usual, perWeek: 7 - goal.excludedDays.length } : usual;
  const needed = amount / (weeks * frame.perWeek);
  const limit = (goal.sessionMinutes ?? 60) / perUnit;
  const big = needed > limit * 1.1;
  const each = Math.max(1, Math.ceil(Math.min(needed, limit)));
  const at = (share: number): number =>
    Math.max(1, each >= 10 ? Math.round(each * share) : Math.ceil(each * share - 0.01));
  const parts = paced(books ?? amount, weeks);
  const isLong = weeks > frame.weeks;
  const ends = parts.map((end, index) =>
    books
      ? `Read ${end} of the ${books} books`
      : `Read on to ${unit === 'pages' ? 'page' : 'chapter'} ${end}${index === parts.length - 1 ? ', the end' : ''}`,
  );
  return oneStrand(
    title,
    { ...frame, minutes: 1, minutesFixed: false },
    [0.9, 1, 1.1].map((share, index) => ({
      title: `Read ${at(share)} ${at(share) === 1 ? unit.slice(0, -1) : unit}`,
      description:
        (index === 2
          ? 'A little more than the measure, so that a missed day does no harm.'
          : READING_TEXTS[index]) ?? '',
      share: Math.min(goal.sessionMinutes ?? 240, Math.max(10, at(share) * perUnit)),
    })),
    {
      big,
      isPaced: isLong && !big,
      first: isLong && !big ? (ends[0] ?? title) : `Read ${each * frame.perWeek * frame.wholeWeeks} ${unit}`,
      later: isLong && !big ? ends.slice(1) : [title],
      progress: `Write down the ${unit === 'pages' ? 'page' : 'chapter'} after each session.`,
      note: big
        ? `The whole would be about ${Math.ceil(needed)} ${unit} a session, which hardly anybody keeps up, so I start with ${each}.`
        : note,
    },
  );
}

function readingRhythm(goal: Goal, frame: Frame): Course {
  const rate = rateOf(goal, 'pages', 'chapters');
  const unit = rate?.unit === 'chapters' ? 'chapters' : 'pages';
  const perUnit = MINUTES[unit];
  const needed = rate
    ? rate.per === 'week'
      ? rate.amount / frame.perWeek
      : rate.amount
    : frame.minutes / perUnit;
  const limit = Math.max(10, goal.sessionMinutes === null ? 40 : goal.sessionMinutes / perUnit);
  const full = Math.max(1, Math.ceil(Math.min(needed, limit)));
  const at = (share: number): number =>
    Math.max(1, full >= 10 ? Math.round((full * share) / 2) * 2 : Math.round(full * share));
  return oneStrand(
    rate ? `Read ${rate.label} a ${rate.per === 'week' ? 'week' : 'day'}` : titleOr(goal, 'Read regularly'),
    { ...frame, minutes: 1, minutesFixed: false },
    [0.5, 0.8, 1].map((share, index) => ({
      title: `Read ${at(share)} ${at(share) === 1 ? unit.slice(0, -1) : unit}`,
      description: READING_TEXTS[index] ?? '',
      share: frame.minutesFixed ? frame.minutes : Math.max(10, at(share) * perUnit),
    })),
    {
      big: needed > limit * 1.1,
      first: `Read ${full} ${unit} a session, ${frame.perWeek} times a week`,
      later: ['Keep the rhythm, with a longer book'],
      progress: 'Write down the page number after each session, and each finished book.',
      note:
        needed > limit * 1.1
          ? `That would be about ${Math.ceil(needed)} ${unit} a session, which hardly anybody keeps up, so I start with ${full}.`
          : null,
    },
  );
}

function memoryCourse(goal: Goal, frame: Frame): Course {
  const big = /\b(?:whole|entire|all of|quran|koran|bible|iliad|odyssey)\b/.test(goal.text);
  return oneStrand(
    titleOr(goal, 'Learn it by heart'),
    frame,
    [
      {
        title: 'By heart: the first lines, and again tomorrow',
        description:
          'Three to five lines: read aloud, cover, say, check. Begin each time with those of last time.',
        share: 0.75,
      },
      {
        title: 'By heart: new lines, and all of the old ones',
        description: 'Half of the time repeats. What fails goes on a card that you look at in between.',
        share: 0.9,
      },
      {
        title: 'By heart: from start to where you are',
        description: 'Say it walking, without the text, to somebody or to a recording. Mend only the gaps.',
      },
    ],
    {
      big,
      first: 'The first part by heart, without the text',
      later: ['The next part, while the first one stays', 'All of it, part by part'],
      progress: 'The number of lines that stand without help.',
      note: big
        ? 'The whole takes years for most people, so this sprint builds the method and the first part.'
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
    key: 'memory',
    words: /\b(?:memori[sz]e|(?:learn|know) [^|.,;]{0,60}?by heart)\b/,
    tags: ['learning'],
    perWeek: 5,
    minutes: 20,
    when: 'any',
    exertion: false,
    course: memoryCourse,
  },
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
      /\b(?:read(?:ing)?\b(?! (?:music|emails?|tarot|maps|sheet|minds))|books?\b(?! (?:a |an |my |the |tickets|flights|club|shelf))|bookworm\b|bible\b|quran\b|novels\b)/,
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
