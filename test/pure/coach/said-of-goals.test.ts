// Goals as strangers say them, kind by kind: what is read of hours, days, ends and strands, and that nothing is asked
// about words that carry no time.
import { describe, expect, test } from 'vitest';
import { readWish } from '../../../src/coach/read-goal.ts';
import { sayRead } from '../../../src/coach/say-read.ts';
import { composeGoal, officeWorker } from './pipeline.ts';

// A Monday.
const goalOf = (text: string) => readWish(text, { now: '2026-11-23T10:00', zone: 'Europe/London' });
const readOf = (text: string): string => sayRead(goalOf(text));

describe('which half of the day is meant', () => {
  test.each([
    ['I want to leave the office by 6.30 on weekdays', 'between 17:45 and 18:30'],
    ['be home by 7 from Monday to Thursday', 'between 18:15 and 19:00'],
    ['In bed by 10 every night', 'over by 22:00'],
    ['study Excel, Tuesdays when I finish at 6', 'not before 18:00'],
    [
      'practise the flute, half an hour, my shift starts at 3, Wednesday to Friday',
      'between 13:00 and 15:00',
    ],
    ['learn to weld on Monday nights', 'in the evening'],
  ])('%s: by sense', (text, read) => {
    expect(readOf(text)).toContain(read);
    expect(readOf(text)).not.toContain('I took it');
  });

  test.each([
    ['yoga on Fridays at 7', 'I took it as 07:00, not 19:00.'],
    ['draw every Sunday at 9', 'I took it as 09:00, not 21:00.'],
    ['learn Welsh Tuesdays 6 to 7', 'I took it as 18:00, not 06:00.'],
  ])('%s: where no sense tells, it is said', (text, took) => {
    expect(readOf(text)).toContain(took);
  });

  test.each([
    'yoga on Fridays at 7 pm',
    'yoga on Fridays at 19:00',
    'yoga on Friday mornings at 7',
    'yoga at 3',
  ])('%s: nothing is open', (text) => {
    expect(readOf(text)).not.toContain('I took it');
  });
});

describe('strands', () => {
  test.each([
    ['get fit, rowing on Mondays and boxing on Fridays', 'Mon rowing', 'Fri boxing'],
    [
      'Pass my driving test, theory Tuesdays at 6 pm and a lesson Saturday mornings',
      'Tue at 18:00 theory',
      'Sat in the morning lesson',
    ],
    [
      'learn the organ, Wed evenings, and every second Sunday at 3pm',
      'Wed in the evening',
      'every other Sun at 15:00',
    ],
    [
      'paint on Thursdays 6pm to 7pm, and Sundays for two hours',
      'Thu between 18:00 and 19:00 60 min',
      'Sun 120 min',
    ],
    [
      'garden an hour on Saturdays and, from March on, half an hour each Tuesday',
      'Sat 60 min',
      'Tue 30 min from Mon 1 Mar',
    ],
  ])('%s', (text, ...read) => {
    for (const part of read) expect(readOf(text)).toContain(part);
    expect(goalOf(text).unread).toEqual([]);
  });

  test('each has its own days, its own rhythm and its own name in the plan', async () => {
    const { tasks } = await composeGoal(
      'get better at golf, range on Wednesdays and a round every other Sunday',
    );
    const sessions = tasks.flatMap(({ title, occurrences }) =>
      occurrences.map(({ local_date }) => ({ date: local_date, doing: title.split(':')[0] })),
    );
    const rounds = sessions.filter(({ doing }) => doing === 'Round').map(({ date }) => date);
    expect(rounds).toEqual(['2026-11-29', '2026-12-13', '2026-12-27']);
    expect(sessions.filter(({ doing }) => doing === 'Range')).toHaveLength(6);
    expect(sessions).toHaveLength(9);
  });

  test.each([
    'go to choir on Sundays and say the rosary every night',
    'grow tomatoes, water every evening, weed on Sundays',
  ])('%s: a second doing without days of its own is asked about', (text) => {
    expect(goalOf(text).unread).toHaveLength(1);
  });
});

describe('days that are left out', () => {
  test.each([
    ['maths, an hour on weekdays, two hours on Saturday, Sunday na rest', 'not on Sun'],
    ['visit the archive once a week, it shuts on Mondays', 'not on Mon'],
    ['grow my jump, no training on match days (Saturdays)', 'not on Sat'],
    ['run three times a week, never before a client day which is Tuesday', 'not on Mon'],
    ['build a shed, weekends only, not the weekend of the 12th', 'not on Sat 12 Dec to Sun 13 Dec'],
    [
      'learn the oboe on Tuesdays, not during the first two weeks of January',
      'not on Fri 1 Jan to Thu 14 Jan',
    ],
    [
      'learn to bake, nothing in stocktake weeks: 1-4 Dec and 14-18 Dec',
      'not on Tue 1 Dec to Fri 4 Dec and Mon 14 Dec to Fri 18 Dec',
    ],
    ['study on every weekday except Wednesday', 'Mon, Tue, Thu and Fri; not on Wed'],
    ['read for my thesis 9-12 Mondays to Thursdays, Fridays are for the lab', 'not on Fri'],
    ['build a boat on Saturdays, first Saturday of the month no', 'not on Sat 5 Dec'],
  ])('%s', (text, read) => {
    expect(readOf(text)).toContain(read);
    expect(goalOf(text).unread).toEqual([]);
  });

  test('the days beside others', () => {
    const text = 'Stretching twice a week, the day after my matches, which are Monday and Friday';
    expect(readOf(text)).toContain('Tue and Sat');
  });
});

describe('ends', () => {
  test.each([
    ['finish the accounts before the end of January', 'done by Sun 31 Jan'],
    ['save 900 pounds before December ending', 'done by Thu 31 Dec'],
    ['open a café by June', 'done by Tue 1 Jun'],
    ['one photo every single day for 100 days', 'from Mon 23 Nov; done by Tue 2 Mar'],
    ['read the Mahabharata in a year starting today', 'from Mon 23 Nov; done by Mon 22 Nov'],
    ['The course has 8 units, I want to do one unit a week', 'once a week; done by Mon 18 Jan'],
    ['pass the bar exam, Sundays off, exam is 28 July', 'done by Tue 27 Jul'],
    ['learn to waltz, the ball is in March', 'done by Sun 28 Feb'],
    ['make the first team next autumn', 'done by Tue 31 Aug'],
    ['learn Dutch, deadline is end of June', 'done by Wed 30 Jun'],
    ["get back to swimming now that the baby's five months, twice a week", '2 times a week'],
  ])('%s', (text, read) => {
    expect(readOf(text)).toContain(read);
  });

  test('an age is no end', () => {
    expect(goalOf("get back to swimming now that the baby's five months").endsOn).toBeNull();
  });
});

describe('amounts and lengths', () => {
  test.each([
    ['learn Thai, three hours weekly', '180 min a week'],
    [
      'open a stall, I can put in two hours each of those days starting at 10 am, Mondays',
      'at 10:00; 120 min',
    ],
    ['write my thesis, 400 words a day', '400 words a day'],
    ['practise Blender, Mondays 8pm to 10pm and one more evening', '2 times a week'],
    ['tidy my room once a week on Sunday', 'Sun'],
    ['learn bookkeeping, I can do it Wed and Thu', 'Wed and Thu'],
    ['take Thursdays off to write my novel', 'Thu'],
    ['run 5k under 25 minutes on Mondays at 18:30', 'I read: Mon; at 18:30.'],
    ['read to the old people, an afternoon a week', 'once a week; in the afternoon'],
  ])('%s', (text, read) => {
    expect(readOf(text)).toContain(read);
  });

  test('more sessions a day than a plan holds are told', () => {
    expect(goalOf('pray five times a day').notes).toEqual(['A plan holds three sessions a day, and not 5.']);
  });

  test('a stretch longer than a session begins where it was said, and that is told', () => {
    const goal = goalOf('renovate the kitchen, Saturdays from 9 am to 3 pm');
    expect([goal.hours.at, goal.minutes]).toEqual([540, 240]);
    expect(goal.notes.join(' ')).toContain('15:00');
  });
});

describe('what is told besides is not asked about', () => {
  test.each([
    "I'm doing Chemistry at 41 god help me and I need to revise 3 nights a week",
    'learn English, every day 20 minutes when I have my break at 13:00',
    'nursing review, duty days only, those are Monday and Friday',
    'pass French level 2 on Mondays',
    'I have two small kids so I can only read after 8 pm',
    'declutter once a week, only when the kids are at school, between 10 and 14:00',
  ])('%s', (text) => {
    expect(goalOf(text).unread).toEqual([]);
  });

  test.each(['walk 4 km every day at 17:00, not in rain', 'yoga on Mondays, never in the loud room'])(
    '%s: what forbids something is said',
    (text) => {
      const { unread, unknowable, aside } = goalOf(text);
      expect([...unread, ...unknowable, ...aside]).toHaveLength(1);
    },
  );
});

describe('titles keep the thing', () => {
  test.each([
    ["Coach my boy's reading, 10 minutes a day", "Coach your boy's reading"],
    ['I fancy taking up archery', 'Take up archery'],
    ["I'd like to join a band and have the solo learnt by May", 'Join a band and have the solo learnt'],
    ['Teach me to plan my meals', 'Plan your meals'],
    ['Want the tractor repaired by August 10th', 'Get the tractor repaired'],
    ['need the spare room ready for 20 March', 'Get the spare room ready'],
    ['Physio says my posture wants improving', 'Improve your posture'],
    ['get me forklift ticket by Easter', 'Get forklift ticket'],
    ["So I'm doing Higher Physics at 40 and I need to revise on Mondays", 'Revise for Higher Physics'],
    ['my sister marries in May and I promised to learn the tango lol', 'Learn the tango'],
    ['leave work by 5.30 on Fridays', 'Leave work by 17:30'],
  ])('%s', (text, title) => {
    expect(goalOf(text).phrase).toBe(title);
  });
});

test('an hour in the night of the profile is said to be moved', async () => {
  const { summary } = await composeGoal('meditate every day at 5 am');
  expect(officeWorker.sleep_window).toEqual({ from: '22:30', to: '06:30' });
  expect(summary).toContain('You sleep from 22:30 to 06:30 as far as I know');
});
