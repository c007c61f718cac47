// Goals of making: writing, drawing, photography, crafts, music. A small piece finished beats a large one begun.
import { capital } from '../capital.ts';
import { titleOr } from '../phrase-title.ts';
import { rateOf, targetOf } from '../read-quantities.ts';
import { oneStrand } from '../lay-course.ts';
import type { Course, Frame, Goal, Recipe } from '../recipe.ts';

function writingCourse(goal: Goal, frame: Frame): Course {
  const kind =
    /\b(novel|book|memoir|life story|screenplay|short stor(?:y|ies)|stor(?:y|ies)|poems?|poetry|blog|newsletter|articles?|lyrics|script)\b/.exec(
      goal.topic,
    )?.[1] ?? 'text';
  const long = /novel|book|memoir|life story|screenplay/.test(kind);
  const rate = rateOf(goal, 'words');
  const words = targetOf(goal, 'words')?.amount ?? (long ? 80_000 : null);
  const weeks = Math.max(frame.weeks, goal.weeks ?? frame.weeks);
  const most = Math.max(100, Math.min(800, Math.round((frame.minutes * 10) / 50) * 50));
  const needed = rate
    ? rate.per === 'week'
      ? rate.amount / frame.perWeek
      : rate.amount
    : words === null
      ? most * 0.8
      : words / (weeks * frame.perWeek);
  const fits = words === null || (needed <= most * 1.25 && weeks <= 7);
  const full = Math.max(50, Math.round(Math.min(needed, most * 1.25) / 50) * 50);
  const at = (share: number): number => Math.max(50, Math.round((full * share) / 50) * 50);
  const shares: [number, number, number] = words !== null && fits ? [0.85, 1, 1.15] : [0.5, 0.8, 1];
  const sum =
    Math.floor((full * ((shares[0] + shares[1] + shares[2]) / 3) * frame.perWeek * frame.weeks) / 500) * 500;
  const label = kind.charAt(0).toUpperCase() + kind.slice(1);
  return oneStrand(
    rate
      ? `Write ${rate.label} a ${rate.per === 'week' ? 'week' : 'day'}`
      : titleOr(goal, kind === 'text' ? 'Write regularly' : `Write: ${kind}`),
    frame,
    [
      {
        title: `${label}: write ${at(shares[0])} words`,
        description:
          'Same place, same hour, door closed. Do not correct while writing. Before you stop, note the next sentence.',
        share: 0.7,
      },
      {
        title: `${label}: write ${at(shares[1])} words`,
        description: long
          ? 'One scene or section at a time. Read only the last paragraph of yesterday, then go on.'
          : 'One idea per piece. When a draft stands, leave it a day before you touch it.',
        share: 0.9,
      },
      {
        title: long
          ? `${label}: ${at(shares[2])} words, and a reader`
          : `${label}: ${at(shares[2])} words, and publish or share`,
        description:
          'Go on in the same way, and give one finished part to somebody you trust with one question.',
      },
    ],
    {
      big: !fits,
      first: words === null ? 'Write regularly, one finished piece' : `The first ${Math.max(500, sum)} words`,
      later: long
        ? ['Half of the first draft', 'The whole first draft', 'Revision and readers']
        : ['The next pieces, and a place where they appear'],
      progress: 'A running count of words.',
      note:
        !fits && words !== null
          ? `A full ${kind === 'text' ? 'draft' : kind} of about ${words} words does not fit into six weeks beside a life; ${full} words a session do.`
          : null,
    },
  );
}

function drawingCourse(goal: Goal, frame: Frame): Course {
  const paint = /\bpaint|watercolou?r|acrylic\b/.test(goal.topic);
  const name = paint ? 'Paint' : 'Draw';
  return oneStrand(
    titleOr(goal, paint ? 'Learn to paint' : 'Learn to draw'),
    frame,
    [
      {
        title: `${name}: one object from the table`,
        description: 'Look twice as long as you draw. Outline first, then light and dark. Date it, keep it.',
        share: 0.65,
      },
      {
        title: `${name}: the same thing three ways`,
        description: 'From another side, in other light, in five minutes. Choose which one is alive and why.',
        share: 0.85,
      },
      {
        title: `${name}: one picture you would hang`,
        description: 'Two small sketches, then the picture over several sessions. Show it to one person.',
      },
    ],
    {
      first: 'A sketchbook with 15 pages',
      later: ['A series of five pictures'],
      progress: 'Lay the first and the latest page side by side.',
    },
  );
}

function photoCourse(goal: Goal, frame: Frame): Course {
  const film = /video|film|podcast|youtube/.test(goal.topic);
  return oneStrand(
    titleOr(goal, film ? 'Make your own videos' : 'Take better photos'),
    frame,
    film
      ? [
          {
            title: 'Plan and record one minute',
            description: 'One idea, three shots or points, sound first. Rough is fine.',
            share: 0.75,
          },
          {
            title: 'Record and cut three minutes',
            description: 'Cut everything that can go. Ask one viewer where they got bored.',
          },
          {
            title: 'Publish one episode',
            description:
              'A title that says what one gets. Publish, note what you would do differently, plan the next one.',
          },
        ]
      : [
          {
            title: 'Photo walk: light',
            description: 'Thirty photos of one thing in different light. Keep three.',
            share: 0.7,
          },
          {
            title: 'Photo walk: frame and distance',
            description:
              'Closer than feels right, then lower, then with something in front. Keep three and say why.',
            share: 0.85,
          },
          {
            title: 'A series of five pictures',
            description: 'One subject, five photos that belong together. Edit lightly, print or show them.',
          },
        ],
    {
      weekend: frame.perWeek <= 2,
      first: film ? 'One published piece' : 'A series of five photos',
      later: [film ? 'A regular rhythm of publishing' : 'A second series, shown to others'],
      progress: 'Keep the best of each session in one album.',
    },
  );
}

function craftCourse(goal: Goal, frame: Frame): Course {
  if (/\b(?:finish|complete)/.test(goal.topic))
    return oneStrand(
      titleOr(goal, 'Finish the piece'),
      frame,
      [
        {
          title: 'Look, count what is left, do the first part',
          description:
            'Divide what is left by the sessions until the day: that is your measure for each time.',
          share: 0.7,
        },
        {
          title: 'Do the part for today',
          description: 'The measure for today and not more. Mistakes that nobody sees stay in.',
          share: 0.9,
        },
        {
          title: 'Finish, clean up the ends',
          description: 'Loose ends, wash, wrap. Done is better than perfect.',
        },
      ],
      { first: 'Half of what is left', progress: 'What is left, in figures, after each session.' },
    );
  const piece =
    /\b(?:make|knit|sew|crochet|carve|weave|embroider|build) (?:a|an|the|some|my) ([a-z]+(?: [a-z]+)?)(?= for| by| before| with| ?\||[,.]|$)/.exec(
      goal.topic,
    )?.[1];
  if (piece) return pieceCourse(goal, frame, capital(piece.trim()));
  return oneStrand(
    titleOr(goal, 'Make something by hand'),
    frame,
    [
      {
        title: 'Craft: material and one basic technique',
        description: 'A sample piece that may go wrong. Repeat the movement until the hands know it.',
        share: 0.7,
      },
      {
        title: 'Craft: a small piece',
        description: 'Something that can be finished in a week. Mistakes that nobody sees stay in.',
        share: 0.9,
      },
      {
        title: 'Craft: a piece to give away',
        description: 'A little larger, for somebody you like. Finish, even if not perfect.',
      },
    ],
    {
      first: 'A first finished piece',
      later: ['A larger piece'],
      progress: 'Keep the first sample beside the last piece.',
    },
  );
}

function pieceCourse(goal: Goal, frame: Frame, piece: string): Course {
  return oneStrand(
    titleOr(goal, `Make a ${piece.toLowerCase()}`),
    frame,
    [
      {
        title: `${piece}: pattern, material, a test piece`,
        description:
          'Choose a simple pattern, buy everything at once, and try the technique on a piece that may go wrong.',
        share: 0.8,
      },
      {
        title: `${piece}: the main part`,
        description:
          'Divide what there is by the sessions left: that is the measure for each time. Mistakes that nobody sees stay in.',
      },
      {
        title: `${piece}: put together and finish`,
        description: 'Ends, edges, a first wash. Done is better than perfect; then show it.',
      },
    ],
    {
      reachesAll: true,
      first: 'The main part',
      later: ['A second, harder piece'],
      progress: 'A photo after each session.',
    },
  );
}

export const MAKING: Recipe[] = [
  {
    key: 'writing',
    words:
      /\b(?:writ(?:e|ing)\b(?! (?:(?:in )?(?:my|a|the) (?:journal|diary)|code|to|down|off|(?:\w+ )*(?:letters|cards|postcards|thank[- ]you notes)|(?:my |a |an |the |\d+ ?-?page )*(?:cv|resume|thesis|will|essays?|(?:term |research )?paper|dissertation)\b))|novel|memoir|screenplay|short stor(?:y|ies)|poems?|poetry|blog\w*|newsletter\b(?! subscribers)|life story|my memories|lyrics)/,
    tags: ['creativity'],
    perWeek: 4,
    minutes: 40,
    when: 'any',
    exertion: false,
    course: writingCourse,
  },
  {
    key: 'drawing',
    words: /\b(?:draw(?:ing)?|sketch\w*|paint(?:ing)?|watercolou?rs?|illustrat\w*|calligraphy|comics?)\b/,
    tags: ['creativity', 'learning'],
    perWeek: 3,
    minutes: 35,
    when: 'any',
    exertion: false,
    course: drawingCourse,
  },
  {
    key: 'photo',
    words:
      /\b(?:photograph\w*|(?:take|better) (?:\w+ )?(?:photos|pictures)|camera|videos?|film(?:ing|making)|podcast\w*|youtube channel)\b/,
    tags: ['creativity', 'learning'],
    perWeek: 2,
    minutes: 60,
    when: 'any',
    exertion: false,
    course: photoCourse,
  },
  {
    key: 'craft',
    words:
      /\b(?:knit\w*|crochet\w*|sew(?:ing)?|pottery|ceramics|woodcarv\w*|carv\w*|crafts?|embroider\w*|weav\w*|quilt\w*|origami|jewel\w*|leatherwork)\b/,
    tags: ['creativity'],
    perWeek: 2,
    minutes: 50,
    when: 'evening',
    exertion: false,
    course: craftCourse,
  },
];
