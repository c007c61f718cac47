// Goals of money and work: saving, debt, tax, jobs, talks, projects.
// Figures where there are figures, one next step where there are none.
import { capital } from '../capital.ts';
import { titleOr } from '../phrase-title.ts';
import { rateOf, targetOf } from '../read-quantities.ts';
import { oneStrand, paced } from '../lay-course.ts';
import type { Course, Frame, Goal, Recipe } from '../recipe.ts';

function savingCourse(goal: Goal, frame: Frame): Course {
  const target = targetOf(goal, 'money');
  const rate = rateOf(goal, 'money');
  const debt = /\b(?:debt|loan|pay (?:off|back)|credit card)/.test(goal.text);
  const currency = (target ?? rate)?.label.replace(/^[\d.]+ /, '') ?? '';
  const most = 1500;
  const weeks = goal.weeks !== null && goal.weeks > frame.weeks ? goal.weeks : frame.wholeWeeks;
  const isLong = weeks > frame.weeks;
  const weekly = target
    ? target.amount / weeks
    : rate
      ? rate.per === 'month'
        ? rate.amount / 4.3
        : rate.per === 'day'
          ? rate.amount * 7
          : rate.amount
      : null;
  const sprintWeeks = Math.min(weeks, frame.weeks);
  const inSprint = weekly === null ? null : weekly * sprintWeeks;
  const big = target !== undefined && (isLong || (goal.weeks === null && target.amount > most));
  const part = inSprint === null ? null : goal.weeks === null ? Math.min(inSprint, most) : inSprint;
  const each = part === null ? null : Math.ceil(part / sprintWeeks);
  const parts = target && isLong ? paced(target.amount, weeks) : [];
  const amount = each === null ? 'a fixed sum' : `${each} ${currency}`;
  const verb = debt ? 'Pay off' : 'Save';
  const title = target
    ? `${verb} ${target.label}`
    : rate
      ? `${verb} ${rate.label} a ${rate.per ?? 'week'}`
      : titleOr(goal, debt ? 'Pay off the debt' : 'Save money');
  return oneStrand(
    title,
    frame,
    [
      {
        title: debt ? `Money date: list debts, pay ${amount}` : `Money date: look, and set ${amount} aside`,
        description: `Go through last week's spending. Set up a standing order of ${amount} a week on the day after payday${debt ? ' for the debt with the highest interest' : ' to a separate account'}.`,
        share: 1,
      },
      {
        title: `Money date: find the next cut, ${amount} ${debt ? 'paid' : 'aside'}`,
        description: `Cancel or swap one thing you do not miss: a subscription, a delivery, a tariff. ${debt ? 'Ask the lender about a lower rate.' : 'What it saves goes to the account at once.'}`,
        share: 1,
      },
      {
        title: `Money date: check the sum, ${amount} ${debt ? 'paid' : 'aside'}`,
        description: `Compare with the plan${part === null ? '' : ` (${Math.round(part)} ${currency} by the end of these weeks)`}. If a week failed, spread the rest over the weeks left.`,
        share: 1,
      },
    ],
    {
      weekend: true,
      big,
      isPaced: parts.length > 1,
      first:
        part === null ? `${verb} something every week` : `${verb} the first ${Math.ceil(part)} ${currency}`,
      later:
        parts.length > 1
          ? parts.slice(1).map((sum) => `${verb} ${sum} ${currency} in all`)
          : target
            ? target.amount > (part ?? 0) * 2.5
              ? [`${verb} ${Math.round((target.amount + (part ?? 0)) / 2)} ${currency}`, title]
              : [title]
            : ['Raise the weekly sum a little'],
      progress: 'One bar on paper that you colour in up to the sum.',
      note:
        each !== null && each > 250
          ? `That is ${each} ${currency} a week; if that is too much, tell me what you can spare.`
          : null,
    },
  );
}

function investCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Learn about investing'),
    frame,
    [
      {
        title: 'Investing: one chapter on cost, risk and spread',
        description: 'One book or course without anything to sell. Write down three terms in your own words.',
      },
      {
        title: 'Investing: reserve, time, loss',
        description:
          'Three months of costs come first. How long can the rest stay away, and which fall could you bear?',
      },
      {
        title: 'Investing: your plan on one page',
        description:
          'Sum, time, kind, cost, and when you look again. Nothing that you could not explain to a friend.',
      },
    ],
    {
      weekend: true,
      first: 'Understand cost, risk and spread',
      later: ['Your own plan on one page'],
      progress: 'The terms you can explain without looking them up.',
      note: 'I plan the learning and the order; what to buy is your decision, best with advice that nobody earns on.',
    },
  );
}

function budgetCourse(goal: Goal, frame: Frame): Course {
  if (/invest|stocks?\b|crypto|etf/.test(goal.text)) return investCourse(goal, frame);
  return oneStrand(
    titleOr(goal, 'Get your money in order'),
    frame,
    [
      {
        title: 'Money date: what comes in, what goes out',
        description: 'List income and fixed costs, then guess the rest. Looking is all.',
        share: 0.8,
      },
      {
        title: 'Money date: three limits',
        description: 'Food, fun, everything else: one sum each per week. Compare with last week.',
        share: 0.8,
      },
      {
        title: 'Money date: review, and one decision',
        description: 'One contract, one fee or one habit is decided and done today.',
      },
    ],
    {
      weekend: true,
      first: 'Know where the money goes',
      progress: 'What is left at the end of each week.',
    },
  );
}

function taxCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'File the tax return'),
    frame,
    [
      {
        title: 'Tax: collect the papers',
        description:
          'One box or folder. Income, insurance, interest, receipts. List what is missing and ask for it today.',
        share: 0.8,
      },
      {
        title: 'Tax: fill in one section',
        description: 'One section at a time, open questions on a list. Stop when the section is done.',
        share: 1,
      },
      {
        title: 'Tax: check, send, file away',
        description:
          "Read through once with fresh eyes, send it, keep the receipt, and put next year's folder in place.",
      },
    ],
    {
      weekend: true,
      first: 'All papers in one place',
      later: ['Fill in and send'],
      progress: 'The list of sections, crossed off.',
    },
  );
}

function jobCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Find a new job'),
    frame,
    [
      {
        title: 'Job search: CV and a list of 15 places',
        description:
          'One page, results before duties. List 15 places where you would like to work and one person in each.',
        share: 0.85,
      },
      {
        title: 'Job search: two applications and one conversation',
        description: 'Two applications written for the place, and one message to somebody who works there.',
        share: 1,
      },
      {
        title: 'Job search: practise interviews, follow up',
        description:
          'Answer three usual questions aloud with an example each. Follow up on what is a week old, then apply again.',
      },
    ],
    {
      big: goal.weeks !== null && goal.weeks > 8,
      first: '12 good applications and 6 conversations',
      later: ['Interviews and a decision'],
      progress: 'Count what you send, not what comes back: applications and conversations.',
    },
  );
}

function talkCourse(goal: Goal, frame: Frame): Course {
  const noSlides = /\b(?:speech|toast|eulogy|sermon)\b/.test(goal.text);
  return oneStrand(
    titleOr(goal, noSlides ? 'Prepare the speech' : 'Prepare the talk'),
    frame,
    [
      {
        title: 'Talk: one message and an outline',
        description:
          'Who sits there, and what should they do or remember afterwards? One sentence for that, then three points that lead to it.',
        share: 0.8,
      },
      noSlides
        ? {
            title: 'Talk: write it as you speak',
            description:
              'Short sentences, one story, a clear last line. Read every sentence aloud as you write it.',
          }
        : {
            title: 'Talk: the slides',
            description:
              'One thought a slide, few words, large type. Begin with the hardest slide and leave the decoration for last.',
          },
      {
        title: 'Talk: rehearse aloud, with a clock',
        description:
          'Standing, from start to end without stopping. Then cut what is too long and learn the first and the last sentence by heart.',
      },
      {
        title: 'Talk: rehearse with somebody',
        description:
          'One person listens. Ask where they got lost and what they remember, and mend only that.',
      },
      {
        title: 'Talk: a last calm look',
        description:
          'Once through aloud, file and cables packed, room and time checked. Change nothing any more.',
        share: 0.7,
      },
    ],
    {
      first: 'An outline and a first version of the slides',
      later: ['Rehearse alone, then with somebody', 'The talk itself'],
      progress: 'The length of each run-through in minutes.',
    },
  );
}

function speakingCourse(goal: Goal, frame: Frame): Course {
  const interview = /interview/.test(goal.text);
  if (
    !interview &&
    !/\b(?:fear|afraid|scared|nervous|stage fright|better|confiden\w*|overcome|improve|public speaking)\b/.test(
      goal.text,
    )
  )
    return talkCourse(goal, frame);
  return oneStrand(
    titleOr(goal, interview ? 'Do well in the interview' : 'Speak in front of people'),
    frame,
    [
      {
        title: interview ? 'Interview: your story in 2 minutes' : 'Talk: 2 minutes to the camera',
        description:
          'One point, one example, one closing sentence. Record it, watch it once, note one thing to keep and one to change.',
        share: 0.65,
      },
      {
        title: interview ? 'Interview: five questions aloud' : 'Talk: 5 minutes to one person',
        description:
          'Stand, breathe out before the first word, pause after each point. Ask for one thing that worked.',
        share: 0.85,
      },
      {
        title: interview ? 'Mock interview' : 'Talk: the real thing for a small group',
        description: 'As real as you can: clothes, time, questions. Then note what you would do again.',
      },
    ],
    {
      first: 'Speak 5 minutes at ease',
      later: ['Speak for 15 minutes to a larger group'],
      progress: 'Keep the recordings: compare the first and the last.',
    },
  );
}

function thesisCourse(goal: Goal, frame: Frame): Course {
  const words = targetOf(goal, 'words');
  const per = words
    ? Math.round(words.amount / (Math.max(frame.weeks, goal.weeks ?? 0) * frame.perWeek) / 10) * 10
    : 300;
  const kind = /\b(essay|paper)s?\b/.exec(goal.topic)?.[1];
  const label = kind ? capital(kind) : 'Thesis';
  const big = per > 600 || (!kind && (goal.weeks === null || goal.weeks > 8));
  return oneStrand(
    titleOr(goal, `Write the ${label.toLowerCase()}`),
    frame,
    [
      {
        title: `${label}: outline and one rough paragraph`,
        description:
          'One sentence per section. Then write badly on purpose: a paragraph without looking anything up.',
        share: 0.7,
      },
      {
        title: `${label}: ${Math.min(600, Math.max(200, per))} words`,
        description:
          'Begin with the section that is easiest. Gaps get a mark and are filled later. Stop when you know the next sentence.',
        share: 1,
      },
      {
        title: `${label}: revise one section`,
        description: 'Read aloud, cut a tenth, fill the marks, sources last. Send one section to somebody.',
      },
    ],
    {
      big,
      first: 'Outline and a rough draft of two sections',
      later: ['A rough draft of the whole', 'Revise and hand in'],
      progress: 'The count of words, once a week.',
    },
  );
}

function businessCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Get the side project going'),
    frame,
    [
      {
        title: 'Project: talk to one possible customer',
        description: 'Ask what they do today and what annoys them; do not sell. Write down their words.',
        share: 0.75,
      },
      {
        title: 'Project: the smallest version',
        description:
          'One thing that helps one person. Leave out all that you would be ashamed to have built for nobody.',
        share: 1,
      },
      {
        title: 'Project: put it in front of people',
        description:
          'Show or offer it to three people, note what they do rather than what they say, mend one thing.',
      },
    ],
    {
      big: /\b(?:full[- ]time|million|company|startup|quit my job)\b/.test(goal.text),
      first: 'A first version that three people have used',
      later: ['The first paying customers', 'A steady week by week offer'],
      progress: 'A line a week: whom I asked, what I learned, what is live.',
    },
  );
}

function papersCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Get the papers done'),
    frame,
    [
      {
        title: 'Papers: what is needed, and an appointment',
        description:
          'Look up the list of documents, the cost and how long it takes. Book the earliest appointment today.',
        share: 0.8,
      },
      {
        title: 'Papers: collect and fill in',
        description:
          'One section or document at a time, open questions on a list. Photos and copies in one folder.',
      },
      {
        title: 'Papers: hand in, and note the date',
        description:
          'Read through once with fresh eyes, hand it in, keep the receipt and note when to ask again.',
        share: 0.7,
      },
    ],
    {
      first: 'Everything that is needed in one folder',
      later: ['Handed in and confirmed'],
      progress: 'The list of documents, crossed off.',
    },
  );
}

function focusCourse(goal: Goal, frame: Frame): Course {
  const inbox = /\b(?:inbox|e-?mails?)\b/.test(goal.text);
  return oneStrand(
    inbox ? 'Reach inbox zero' : titleOr(goal, 'Work with focus'),
    frame,
    inbox
      ? [
          {
            title: 'Inbox: archive the old, sort the newest',
            description:
              'Everything older than a month goes to the archive, where search finds it. Then newest first: delete, answer in 2 minutes, or list.',
            share: 0.8,
          },
          {
            title: 'Inbox: empty it, and unsubscribe from 5',
            description: 'Each message is touched once. Five newsletters a session go for good.',
            share: 1,
          },
          {
            title: 'Inbox: to zero at a fixed hour',
            description:
              'Two fixed looks a day instead of a constant one. What takes longer goes on the task list with a day.',
          },
        ]
      : [
          {
            title: 'One focus block',
            description:
              'Choose the task the evening before. Phone away, one window. When it is over, stop and stand up.',
            share: 0.6,
          },
          {
            title: 'One longer focus block',
            description:
              'Begin with the smallest visible step. Write down every distraction instead of following it.',
            share: 0.8,
          },
          {
            title: 'Focus block and a look at tomorrow',
            description: "Work on what matters most, then five minutes to choose tomorrow's task.",
          },
        ],
    {
      first: inbox ? 'An empty inbox once a week' : 'One undisturbed block a day',
      progress: inbox ? 'The number in the inbox on Fridays.' : 'Count finished blocks, not hours.',
    },
  );
}

function careerCourse(goal: Goal, frame: Frame): Course {
  return oneStrand(
    titleOr(goal, 'Take the next step at work'),
    frame,
    [
      {
        title: 'Career: write down results and wishes',
        description: 'Ten results of the past year with figures, and three things you want more of.',
        share: 0.8,
      },
      {
        title: 'Career: ask one person',
        description:
          'One conversation a week with somebody who has what you want, or decides on it. Two questions prepared.',
        share: 0.8,
      },
      {
        title: 'Career: prepare and hold the talk',
        description: 'One page: what you did, what you want, from when. Practise aloud, then fix the date.',
      },
    ],
    {
      first: 'The talk is prepared and in the calendar',
      progress: 'A list of conversations and what each one gave.',
    },
  );
}

export const MONEY_AND_WORK: Recipe[] = [
  {
    key: 'saving',
    words:
      /\b(?:sav(?:e|ing)(?:s)? (?:\w+ ){0,3}?(?:money|euros?|eur|dollars?|bucks|usd|€|\$|£|pounds|quid|francs|for)|save (?:up|\d+|€|\$|£)|saving (?:up|\d+|more)|savings|\d+ \w+ saved|emergency fund|debts?|pay(?:ing)? (?:off|back)|credit cards?|down ?payment|set aside)|sav(?:e|ing) ?[€$£]/,
    tags: ['finance'],
    perWeek: 1,
    minutes: 20,
    when: 'any',
    exertion: false,
    brief: true,
    course: savingCourse,
  },
  {
    key: 'tax',
    words: /\b(?:tax(?:es)?(?: return)?|vat)\b/,
    tags: ['finance', 'home'],
    perWeek: 2,
    minutes: 50,
    when: 'any',
    exertion: false,
    course: taxCourse,
  },
  {
    key: 'budget',
    words:
      /\b(?:budget\w*|finances?|spend(?:ing)? less\b(?! time)|(?:cut|reduce|lower|control|track)(?: \w+){0,2} (?:spending|costs?|expenses|bills)|money|retire(?:d)?|invest\w*|stocks?|pension|retirement)\b/,
    tags: ['finance'],
    perWeek: 1,
    minutes: 30,
    when: 'any',
    exertion: false,
    brief: true,
    course: budgetCourse,
  },
  {
    key: 'speaking',
    words:
      /\b(?:public speaking|speak(?:ing)? (?:in|to|before) (?:public|people|an audience|a crowd|groups?)|presentations?|(?:prepare|give|hold|write|finish|deliver|rehearse|practi[sc]e) (?:\w+ ){0,3}?(?:talk|speech|pitch|slides|toast|eulogy|lecture)|speech(?:es)?|toastmasters|interviews?|keynote|stage fright)\b/,
    tags: ['career', 'learning'],
    perWeek: 2,
    minutes: 30,
    when: 'any',
    exertion: false,
    course: speakingCourse,
  },
  {
    key: 'job',
    words:
      /\b(?:(?:new|better|a|another|my dream|first|summer|part-time) job|job (?:search|hunt)|find (?:\w+ )?(?:work|job|internship)|internship|cv|resume|apply(?:ing)? (?:for|to) (?!(?:\d+ )?(?:universit|college|school|grad|visa|citizen|scholarship|grant|program|a (?:visa|scholarship|grant|university|passport)))|applications|linkedin|get hired|change careers?|career change)\b/,
    tags: ['career'],
    perWeek: 3,
    minutes: 60,
    when: 'any',
    exertion: false,
    course: jobCourse,
  },
  {
    key: 'thesis',
    words: /\b(?:thesis|dissertation|(?:term|research|seminar) paper|phd|essays?|bachelor|master's)\b/,
    tags: ['learning', 'career'],
    perWeek: 4,
    minutes: 60,
    when: 'any',
    exertion: false,
    course: thesisCourse,
  },
  {
    key: 'business',
    words:
      /\b(?:side (?:project|business|hustle)|business|start-?up|freelanc\w*|(?:launch|build|ship|make) (?:\w+ ){0,3}?(?:app|website|product|web ?site|shop|store|game)|etsy|online (?:shop|store)|(?:create|sell|launch|build) (?:\w+ ){0,2}online course|portfolio)\b/,
    tags: ['career', 'creativity'],
    perWeek: 3,
    minutes: 60,
    when: 'any',
    exertion: false,
    course: businessCourse,
  },
  {
    key: 'papers',
    words:
      /\b(?:passport|visa|citizenship|residence permit|paperwork|make (?:a|my) will|last will|insurance claim|(?:renew|apply for) (?:my|a|the) (?:\w+ )?(?:licen[cs]e|permit|id|card)|bureaucracy)\b/,
    tags: ['home', 'finance'],
    perWeek: 2,
    minutes: 40,
    when: 'any',
    exertion: false,
    course: papersCourse,
  },
  {
    key: 'focus',
    words:
      /\b(?:inbox(?: zero)?|emails?|e-mails?|productiv\w*|focus\w*|procrastinat\w*|deep work|concentrat\w*|time management|distract\w*)\b/,
    tags: ['career', 'mindfulness'],
    perWeek: 5,
    minutes: 40,
    when: 'any',
    exertion: false,
    course: focusCourse,
  },
  {
    key: 'career',
    words:
      /\b(?:promot(?:ion|ed)|pay ?rise|raise\b(?! ?[\d€$£]| (?:money|my|the|a|chickens|kids))|salary|career|network(?:ing)?|leader(?:ship)?|manager|mentor)\b/,
    tags: ['career'],
    perWeek: 2,
    minutes: 40,
    when: 'any',
    exertion: false,
    course: careerCourse,
  },
];
