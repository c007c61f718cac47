// What is to be done once or again and again: sentences of many people, and the tasks or the question they become.
import { expect, test } from 'vitest';
import type { AgentOutput } from '../../../src/agents.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';

type Act = Pick<AgentOutput<'orchestrator'>, 'intent' | 'payload'>;

/** Wednesday. */
const NOW = '2026-12-02T10:15';

/** Title, rule, start and length of each, and behind "time?" or "title?" what is asked about. */
async function noted(message: string): Promise<string> {
  const said = await askBuiltin('orchestrator', {
    message,
    history: [],
    now_local: NOW,
    zone: 'Europe/London',
    open_goals: [],
    upcoming_tasks: [],
  });
  const acts = said.intent === 'CLARIFY' ? [] : [said, ...said.also].map(brief);
  const { asks } = said;
  const asked = asks ? [asks.act, ...asks.also].map(brief).join(' | ') : null;
  return [...acts, ...(asks ? [`${asks.missing}? ${asked}`] : [])].join(' | ');
}

function brief({ intent, payload }: Act): string {
  const { task_starts_in_minutes: inMinutes, task_starts_local: local } = payload;
  const parts = [
    intent === 'NEW_TASK' ? null : intent,
    payload.task_title,
    payload.rrule,
    payload.exdates.length > 0 ? `not ${payload.exdates.join(' ')}` : null,
    inMinutes === null ? (local?.replace('T', ' ') ?? null) : `in ${inMinutes}`,
    payload.duration_minutes === null ? null : `${payload.duration_minutes} min`,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

test.each([
  ['nudge me to put the chicken in at half 4', 'Put the chicken in · 2026-12-02 16:30'],
  [
    'dont let me forget to take the cat to the vet thursday 3.15',
    'Take the cat to the vet · 2026-12-03 15:15',
  ],
  ['note to self buy wrapping paper saturday morning', 'Buy wrapping paper · 2026-12-05 09:00'],
  ['parents evening weds 17.20', 'Parents evening · 2026-12-02 17:20'],
  [
    'car service on the 9th at 8, garage is Halfords on Mill Lane',
    'yes? Car service (garage is Halfords on Mill Lane) · 2026-12-09 08:00',
  ],
  ["Mum's chemo appt 11 jan 9.45am, ward 6", "Mum's chemo appt (ward 6) · 2027-01-11 09:45"],
  [
    'pay the window cleaner £15 on the first friday of every month at 5',
    'Pay the window cleaner £15 · FREQ=MONTHLY;BYDAY=1FR · 2026-12-02 17:00',
  ],
  [
    'change the bedsheets every other sunday 11am',
    'Change the bedsheets · FREQ=WEEKLY;INTERVAL=2;BYDAY=SU · 2026-12-02 11:00',
  ],
  [
    'give the baby her antibiotics 7am 3pm and 11pm for 7 days',
    'Give the baby her antibiotics · FREQ=DAILY;UNTIL=20261208 · 2026-12-02 07:00 | Give the baby her antibiotics · FREQ=DAILY;UNTIL=20261208 · 2026-12-02 15:00 | Give the baby her antibiotics · FREQ=DAILY;UNTIL=20261208 · 2026-12-02 23:00',
  ],
  [
    'inhaler twice a day 8 and 8',
    'Inhaler · FREQ=DAILY · 2026-12-02 08:00 | Inhaler · FREQ=DAILY · 2026-12-02 20:00',
  ],
  [
    'call the plumber at 9 and the electrician at 10 tomorrow',
    'Call the plumber · 2026-12-03 09:00 | Call the electrician · 2026-12-03 10:00',
  ],
  [
    'ring gran at 6 and book the vet tomorrow at 9',
    'Ring gran · 2026-12-02 18:00 | Book the vet · 2026-12-03 09:00',
  ],
  [
    'remind me to pay the gas bill on the 5th and the water bill on the 12th, both at 10am',
    'yes? Pay the gas bill · 2026-12-05 10:00 | Pay the water bill · 2026-12-12 10:00',
  ],
  [
    'swimming lesson for Ella saturdays 9.30 til 10',
    'Swimming lesson for Ella · FREQ=WEEKLY;BYDAY=SA · 2026-12-02 09:30 · 30 min',
  ],
  [
    'every weekday at 8.15 school run except fridays',
    'School run · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH · 2026-12-02 08:15',
  ],
  [
    'EMI payment on 5th of every month 10 am pls',
    'EMI payment · FREQ=MONTHLY;BYMONTHDAY=5 · 2026-12-02 10:00',
  ],
  ['gas cylinder booking every 45 days', 'time? Gas cylinder booking · FREQ=DAILY;INTERVAL=45'],
  ['submit timesheet every last working day of the month at 4pm', 'time? Submit timesheet'],
  ['haircut sat 11', 'Haircut · 2026-12-05 11:00'],
  ['lunch with Padma next tuesday 1pm for 90 mins', 'Lunch with Padma · 2026-12-08 13:00 · 90 min'],
  [
    'pick up the dry cleaning on my way home tomorrow, shop shuts at 6',
    'yes? Pick up the dry cleaning · 2026-12-03 17:00',
  ],
  ["dinner at Nico's friday 8", "Dinner at Nico's · 2026-12-04 20:00"],
  ['meeting with the bank monday 10 to 11', 'Meeting with the bank · 2026-12-07 10:00 · 60 min'],
  ["remind me a week before mum's birthday on 14 january to order flowers", 'time? Order flowers · 5 min'],
  [
    'remind me the night before the exam on the 12th to pack my calculator',
    'Pack my calculator · 2026-12-11 21:00',
  ],
  [
    'flight to Lisbon 18th 6.25am, remind me 3 hours before',
    'yes? Flight to Lisbon · 2026-12-18 06:25 | Flight to Lisbon, 06:25 · 2026-12-18 03:25 · 5 min',
  ],
  ['MOT due 22 january, nudge me two weeks before', 'time? MOT · 5 min'],
  [
    'half an hour before the meeting at 2 remind me to print the slides',
    'Print the slides · 2026-12-02 13:30 · 5 min',
  ],
  ['ping me in 20 mins', 'title? in 20'],
  ['set an alarm for 6.30 tomorrow', 'Alarm · 2026-12-03 06:30'],
  ['wake me at 5 tomorrow', 'Wake up · 2026-12-03 05:00'],
  ['hoover downstairs every thursday evening', 'Hoover downstairs · FREQ=WEEKLY;BYDAY=TH · 2026-12-02 19:00'],
  [
    'take out the trash every tuesday and friday night at 8',
    'Take out the trash · FREQ=WEEKLY;BYDAY=TU,FR · 2026-12-02 20:00',
  ],
  ['remind me about the dishwasher in an hour', 'Dishwasher · in 60'],
  ['i need to hand in the library books before friday', 'time? Hand in the library books'],
  [
    'remind me to turn off the slow cooker at 5pm its an emergency',
    'Turn off the slow cooker · 2026-12-02 17:00',
  ],
  [
    'could you pop the christmas party in for 11 dec 7pm till late',
    'Christmas party · 2026-12-11 19:00 · 300 min',
  ],
  ['chiropodist 2nd of feb quarter past ten', 'Chiropodist · 2027-02-02 10:15'],
  [
    'water the tomatoes every other day at 7 in the evening until the end of august',
    'yes? Water the tomatoes · FREQ=DAILY;INTERVAL=2;UNTIL=20270831 · 2026-12-02 19:00',
  ],
  ['text Dave happy birthday on the 21st', 'time? Text Dave happy birthday'],
  ['send Raj the invoice by end of day', 'time? Send Raj the invoice'],
  ['finish the slides by thursday 5pm dont let me forget', 'Finish the slides · 2026-12-03 16:00'],
  [
    'remind me at 3, 4 and 5 today to drink water',
    'yes? Drink water · 2026-12-02 15:00 | Drink water · 2026-12-02 16:00 | Drink water · 2026-12-02 17:00',
  ],
  ['put the kettle on', 'time? Put the kettle on'],
  ['call mum', 'time? Call mum'],
  [
    "I've got to ring the surgery at 8am sharp tomorrow, they only open for half an hour",
    'yes? Ring the surgery · 2026-12-03 08:00',
  ],
  [
    'remind me every morning at 7 except on weekends to take my thyroid tablet',
    'yes? Take my thyroid tablet · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR · 2026-12-02 07:00',
  ],
  [
    'feed the fish monday wednesday and friday 7pm',
    'Feed the fish · FREQ=WEEKLY;BYDAY=MO,WE,FR · 2026-12-02 19:00',
  ],
  ['I have a job interview on the 8th at 2pm with Tesco', 'Job interview with Tesco · 2026-12-08 14:00'],
  ['Standup 9.15 mon to thurs', 'Standup · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH · 2026-12-02 09:15'],
  [
    'choir practice every monday 7.30-9.30pm except bank holidays',
    'Choir practice · FREQ=WEEKLY;BYDAY=MO · 2026-12-02 19:30 · 120 min',
  ],
  [
    'bake sale saturday, remind me friday evening to make the brownies',
    'yes? Make the brownies · 2026-12-04 19:00',
  ],
  ['take tablet after lunch daily', 'Take tablet · FREQ=DAILY · 2026-12-02 13:30'],
  ['renew passport sometime in march', 'time? Renew passport'],
  ['book train tickets to york when the sale starts on tuesday', 'time? Book train tickets to york'],
  ['remind me tomorrow', 'title? '],
  [
    'change water filter every 3 months starting 1 january at 10',
    'Change water filter · FREQ=MONTHLY;INTERVAL=3 · 2027-01-01 10:00',
  ],
  [
    'pick Liam up from nursery at 3 every day this week',
    'Pick Liam up from nursery · FREQ=DAILY;UNTIL=20261206 · 2026-12-02 15:00',
  ],
  ['play date thursday after school', 'Play date · 2026-12-03 16:00'],
  ['tell Anna at 4 that the parcel came', 'Tell Anna that the parcel came · 2026-12-02 16:00'],
  [
    'email the landlord about the damp, tomorrow 9am, flat 12b ref 99821',
    'yes? Email the landlord about the damp (flat 12b ref 99821) · 2026-12-03 09:00',
  ],
  ['5pm call with Tokyo', 'Call with Tokyo · 2026-12-02 17:00'],
  ['8.30 gp', 'Gp · 2026-12-03 08:30'],
  ['remind me to stop the sprinkler in 25 minutes', 'Stop the sprinkler · in 25'],
  ['vet for Biscuit on thurs, 4ish, she needs her booster', 'yes? Vet for Biscuit · 2026-12-03 16:00'],
  ['collect prescription any time after 2 on friday', 'Collect prescription · 2026-12-04 14:00'],
  [
    'my turn to do the school run thursday at quarter past 8',
    'My turn to do the school run · 2026-12-03 08:15',
  ],
  ['put rubbish out tonight', 'Put rubbish out · 2026-12-02 19:00'],
  [
    'Remind me to take the lasagne out of the freezer when I wake up tomorrow',
    'yes? Take the lasagne out of the freezer · 2026-12-03 07:00',
  ],
  [
    'physio 10th dec half nine, ask about the knee brace',
    'yes? Physio, ask about the knee brace · 2026-12-10 09:30',
  ],
  [
    'Every alternate Saturday morning take Amma to temple at 7',
    'Take Amma to temple · FREQ=WEEKLY;INTERVAL=2;BYDAY=SA · 2026-12-02 07:00',
  ],
  [
    'pay maid salary on 2nd of every month 9 am',
    'Pay maid salary · FREQ=MONTHLY;BYMONTHDAY=2 · 2026-12-02 09:00',
  ],
  ['LIC premium 15 jan dont forget', 'time? LIC premium'],
  [
    'Please do the needful to remind me for passport appointment on Monday 11 am',
    'Passport appointment · 2026-12-07 11:00',
  ],
  [
    'kids dentist appts tomorrow 3.30 and 4',
    'Kids dentist appts · 2026-12-03 15:30 | Kids dentist appts · 2026-12-03 16:00',
  ],
  ['text mum when I land, about 6pm friday', 'Text mum · 2026-12-04 18:00'],
  ['order the Christmas hamper by the 10th', 'time? Order the Christmas hamper'],
  ['put the heating on at 6 every morning', 'Put the heating on · FREQ=DAILY · 2026-12-02 06:00'],
  [
    'chuck the recycling out every second Wednesday arvo',
    'Chuck the recycling out · FREQ=WEEKLY;INTERVAL=2;BYDAY=WE · 2026-12-02 15:00',
  ],
  ['rego due 14 feb, give us a nudge a week before', 'time? Rego · 5 min'],
  ['smoko at 10 every weekday', 'Smoko · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR · 2026-12-02 10:00'],
  [
    'pick up kids from footy training at 5 on tuesdays and thursdays',
    'Pick up kids from footy training · FREQ=WEEKLY;BYDAY=TU,TH · 2026-12-02 17:00',
  ],
  ['book a table for 4 at Rosso saturday 7.30', 'Book a table for 4 at Rosso · 2026-12-05 19:30'],
  ['I need to ring HMRC, they open at 8', 'Ring HMRC · 2026-12-03 08:00'],
  [
    'change contact lenses on the first of each month',
    'time? Change contact lenses · FREQ=MONTHLY;BYMONTHDAY=1',
  ],
  [
    'remind me on the 24th at 4pm to leave milk out for santa lol',
    'Leave milk out for santa · 2026-12-24 16:00',
  ],
  ["Grandad's birthday 3rd march remind me 2 days before to post a card", 'time? Post a card · 5 min'],
  [
    'mow the lawn every other saturday from april to september',
    'time? Mow the lawn · FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;UNTIL=20270930',
  ],
  [
    "every sunday evening at 7 plan the week's meals",
    "Plan the week's meals · FREQ=WEEKLY;BYDAY=SU · 2026-12-02 19:00",
  ],
  ['hair appointment with Jo weds 6th jan 5.45pm', 'Hair appointment with Jo · 2027-01-06 17:45'],
  ['gym induction thursday 6-7pm', 'Gym induction · 2026-12-03 18:00 · 60 min'],
  ["Doctor's on Tuesday.", "time? Doctor's"],
  [
    'take the chicken out at half past four and put the potatoes in at five',
    'yes? Take the chicken out · 2026-12-02 16:30 | Put the potatoes in · 2026-12-02 17:00',
  ],
  [
    'Tuesday 9am call the council, 11am collect the car, 2pm school play',
    'yes? Call the council · 2026-12-08 09:00 | Collect the car · 2026-12-08 11:00 | School play · 2026-12-08 14:00',
  ],
  [
    'call back Mr. Henderson re the boiler quote tomorrow before noon',
    'yes? Call back Mr. Henderson re the boiler quote · 2026-12-03 11:00',
  ],
  ['remind me in two days to check on the sourdough', 'time? Check on the sourdough'],
  ['set a reminder every 2 hours to stand up', 'time? Stand up · FREQ=DAILY'],
  ['remind me every hour between 9 and 5 to drink water', 'time? Drink water · FREQ=DAILY'],
  ['clean the coffee machine weekly', 'time? Clean the coffee machine'],
  [
    'Please schedule dentist cleaning for the second Tuesday in January at 8:30',
    'Dentist cleaning · 2027-01-12 08:30',
  ],
  [
    "Don't let me forget to bring snacks to soccer on Saturday, game's at 9",
    'Bring snacks to soccer · 2026-12-05 09:00',
  ],
  [
    'I have a meeting with my thesis supervisor tomorrow from 14:00 to 15:30 in room 204',
    'yes? Meeting with my thesis supervisor in room 204 · 2026-12-03 14:00 · 90 min',
  ],
  ['Return library books: due 12 December', 'time? Return library books'],
  ['get the car washed saturday', 'time? Get the car washed'],
  ['pills at 8 in the morning and 10 at night', 'Pills · 2026-12-03 08:00 | Pills · 2026-12-02 22:00'],
  ['insulin 7.30 and 19.30', 'Insulin · 2026-12-03 07:30 | Insulin · 2026-12-02 19:30'],
  [
    'feed the cat twice daily at 7 and 6',
    'Feed the cat · FREQ=DAILY · 2026-12-02 07:00 | Feed the cat · FREQ=DAILY · 2026-12-02 18:00',
  ],
  [
    'dog walker comes mondays and wednesdays at 12',
    'Dog walker comes · FREQ=WEEKLY;BYDAY=MO,WE · 2026-12-02 12:00',
  ],
  ['I am going to the opera on Saturday at 19:30', 'Opera · 2026-12-05 19:30'],
  ['we have guests on friday at 8', 'Guests · 2026-12-04 20:00'],
  [
    'Appointment at the tax office, Monday 14 December, 9:15, bring the ID card',
    'yes? Appointment at the tax office (bring the ID card) · 2026-12-14 09:15',
  ],
  [
    'jab for the baby on the 21st at 10:10 at the clinic on Mill Street',
    'yes? Jab for the baby at the clinic on Mill Street · 2026-12-21 10:10',
  ],
  ['take bins in every Thursday after work', 'Take bins in · FREQ=WEEKLY;BYDAY=TH · 2026-12-02 18:00'],
  ["sign Leo's permission slip tonight", "Sign Leo's permission slip · 2026-12-02 19:00"],
  [
    'check smoke alarms on the first sunday of every month 10am',
    'Check smoke alarms · FREQ=MONTHLY;BYDAY=1SU · 2026-12-02 10:00',
  ],
  ['water plants mon thu sun', 'time? Water plants · FREQ=WEEKLY;BYDAY=MO,TH,SU'],
  ['Need to renew car insurance, runs out 31 jan', 'time? Renew car insurance'],
  ['remind me to wish Sara happy anniversary on 12/12', 'time? Wish Sara happy anniversary'],
  ['print tickets the evening before the concert on the 19th', 'Print tickets · 2026-12-18 19:00'],
  ['buy Rohan a present before saturday', 'time? Buy Rohan a present'],
  ['pack hospital bag this weekend', 'time? Pack hospital bag'],
  ['remind me if it rains to bring in the washing', 'time? Bring in the washing'],
  ['remind me to call Ben unless he calls first', 'time? Call Ben'],
  [
    'tell me at 3 to start the roast, and at 4.30 to put the veg on',
    'yes? Start the roast · 2026-12-02 15:00 | Put the veg on · 2026-12-02 16:30',
  ],
  ['lunch 12.30 with Sue from accounts', 'Lunch with Sue from accounts · 2026-12-02 12:30'],
  [
    'jog my memory about the parcel at the post office tmrw after 2',
    'Parcel at the post office · 2026-12-03 14:00',
  ],
  ["I'm meant to see the nurse at quarter to nine on thursday", 'See the nurse · 2026-12-03 08:45'],
  ['Alarm for 5.15 every weekday', 'Alarm · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR · 2026-12-02 05:15'],
  [
    'blood pressure reading each morning and evening',
    'Blood pressure reading · FREQ=DAILY · 2026-12-02 09:00 | Blood pressure reading · FREQ=DAILY · 2026-12-02 19:00',
  ],
  [
    'give Poppy her eye drops 4 times a day for a week',
    'time? Give Poppy her eye drops · FREQ=DAILY;UNTIL=20261208',
  ],
  ['carers allowance review 9 feb 11am phone call', 'Carers allowance review phone call · 2027-02-09 11:00'],
  ['add milk and eggs to my shopping list', 'time? Milk and eggs'],
  ['buy milk, eggs and bread at 5', 'Buy milk, eggs and bread · 2026-12-02 17:00'],
  ['watch the match sat 3pm', 'Watch the match · 2026-12-05 15:00'],
  ["book club thursday at Ann's", "time? Book club at Ann's"],
  [
    'last friday of the month, do the invoices, 4pm',
    'Do the invoices · FREQ=MONTHLY;BYDAY=-1FR · 2026-12-02 16:00',
  ],
  [
    'put down: collect the turkey 23rd between 9 and 11, order no is 4417',
    'yes? Collect the turkey (order no is 4417) · 2026-12-23 09:00',
  ],
  [
    'get the boiler serviced before the cold snap, ring British Gas monday 9am',
    'Ring British Gas · 2026-12-07 09:00 | time? Get the boiler serviced before the cold snap',
  ],
  ['sanding the floors saturday from 10, two hours', 'Sanding the floors · 2026-12-05 10:00 · 120 min'],
  [
    'remind me to move the car by 8am tomorrow, street cleaning',
    'Move the car, street cleaning · 2026-12-03 07:00',
  ],
  ['change nappies bin every other day', 'time? Change nappies bin · FREQ=DAILY;INTERVAL=2'],
  ["Aunty Bee's 70th lunch 13 dec 1pm at the Swan", "Aunty Bee's 70th lunch at the Swan · 2026-12-13 13:00"],
  ['Puja at home on friday 6 pm', 'Puja at home · 2026-12-04 18:00'],
  ['post the parcels on monday lunchtime', 'Post the parcels · 2026-12-07 12:30'],
  [
    'please keep a reminder for car EMI 7th every month 10 am',
    'Car EMI · FREQ=MONTHLY;BYMONTHDAY=7 · 2026-12-02 10:00',
  ],
  [
    'oil change every 6 months, next one 10 jan at 9',
    'yes? Oil change · FREQ=MONTHLY;INTERVAL=6 · 2027-01-10 09:00',
  ],
  [
    'two tablets with food at 1pm for five days',
    'Two tablets with food · FREQ=DAILY;UNTIL=20261206 · 2026-12-02 13:00',
  ],
  [
    'pick Sam up 5.30 tues, Ella 6.15 wed',
    'Pick Sam up · 2026-12-08 17:30 | Pick up Ella · 2026-12-02 18:15',
  ],
  [
    'put a wash on at 7 tomorrow morning and hang it out at 9',
    'Put a wash on · 2026-12-03 07:00 | Hang it out · 2026-12-03 09:00',
  ],
  ['ballet for Isla mondays 4.15 term time only', 'time? Ballet for Isla · FREQ=WEEKLY;BYDAY=MO'],
  ["tip trip sunday morning if the van's free", 'Tip trip · 2026-12-06 09:00'],
  ['ring Seán at half ten in the morning', 'Ring Seán · 2026-12-02 10:30'],
  ['vaccination slot 14:40 on 11.12.', 'Vaccination slot · 2026-12-11 14:40'],
  [
    'feed the fish at 21:00 tonight and tomorrow',
    'Feed the fish · 2026-12-02 21:00 | Feed the fish · 2026-12-03 21:00',
  ],
  [
    'take the soup out tonight and the rolls tomorrow at 7',
    'Take the soup out · 2026-12-02 19:00 | Take out the rolls · 2026-12-03 19:00',
  ],
  ['call Ann this evening, Wednesday the 2nd', 'Call Ann · 2026-12-02 19:00'],
  [
    'tablets every morning and every night',
    'Tablets · FREQ=DAILY · 2026-12-02 09:00 | Tablets · FREQ=DAILY · 2026-12-02 21:00',
  ],
  ['bins!! thursday night every week', 'Bins · FREQ=WEEKLY;BYDAY=TH · 2026-12-02 21:00'],
  [
    'remind me on every second friday at 9 to ring my uncle',
    'Ring my uncle · FREQ=WEEKLY;INTERVAL=2;BYDAY=FR · 2026-12-02 09:00',
  ],
  ['rehearse the speech tomorrow morning before work', 'Rehearse the speech · 2026-12-03 07:30'],
  ['quiz practice thursdays 7-9', 'Quiz practice · FREQ=WEEKLY;BYDAY=TH · 2026-12-02 19:00 · 120 min'],
  [
    'Optician on Wednesday at 10, remind me the evening before at 8',
    'yes? Optician · 2026-12-09 10:00 | Optician, 10:00 · 2026-12-08 20:00 · 5 min',
  ],
  ['ring grandad at 6 pm his time', 'time? Ring grandad his'],
  ['roast in at 5 and the veg at half past', 'time? Roast in and the veg'],
  ['rmnd me to send the rota every fri b4 4', 'Send the rota · FREQ=WEEKLY;BYDAY=FR · 2026-12-02 15:00'],
  ['omega 3 with lunch every day', 'time? Omega 3 with lunch · FREQ=DAILY'],
  [
    'feed the cat at 7am and 5pm on weekdays and 9am on sundays',
    'Feed the cat · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR · 2026-12-02 07:00 | Feed the cat · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR · 2026-12-02 17:00 | Feed the cat · FREQ=WEEKLY;BYDAY=SU · 2026-12-02 09:00',
  ],
  [
    'feed the cat at 7 on weekdays, weekends at 9',
    'yes? Feed the cat · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU · 2026-12-02 07:00 | Feed the cat · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU · 2026-12-02 09:00',
  ],
  [
    'set an alarm for 5:45 mon to thurs and 7 on friday',
    'Alarm · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH · 2026-12-02 05:45 | Alarm · FREQ=WEEKLY;BYDAY=FR · 2026-12-02 07:00',
  ],
  [
    'tomorrow: 9 standup, 11 optician, 15:30 school play',
    'Standup · 2026-12-03 09:00 | Optician · 2026-12-03 11:00 | School play · 2026-12-03 15:30',
  ],
  [
    'two reminders: vet at 3, soup out of the freezer at 4',
    'yes? Vet · 2026-12-02 15:00 | Soup out of the freezer · 2026-12-02 16:00',
  ],
  [
    'I keep forgetting to water the fern. every 10 days please',
    'time? Water the fern · FREQ=DAILY;INTERVAL=10',
  ],
  ['learn Danish tuesdays and thursdays at 9 am', 'GOAL'],
  ['rubbish tonight!!', 'Rubbish · 2026-12-02 19:00'],
  ["Joe's birthday is the 14th January, remind me the week before", "time? Joe's birthday · 5 min"],
  ['Call Mr Law re: invoice 2231 on Thu 3 Dec at 16:00', 'Call Mr Law re, invoice 2231 · 2026-12-03 16:00'],
  ['ping me in 20 to check the oven', 'Check the oven · in 20'],
  [
    'My insurance expire 12 January, remind me one week before and also 1 day before at 9 AM',
    'yes? My insurance expire · 2027-01-05 09:00 · 5 min | My insurance expire · 2027-01-11 09:00 · 5 min',
  ],
  [
    'remind me of the jab on the 23rd at 10:00, and remind me also the day before',
    'yes? Jab · 2026-12-23 10:00 | Jab · 2026-12-22 10:00 · 5 min',
  ],
  ['wake me 5:30 pm, duty at 7 pm', 'Wake up · 2026-12-02 17:30 | Duty · 2026-12-02 19:00'],
  ['train at 9 on friday, wake me at 5', 'Train · 2026-12-04 09:00 | Wake up · 2026-12-04 05:00'],
  [
    'need reminding to phone the tax office tomorrow, they open at 8',
    'yes? Phone the tax office · 2026-12-03 08:00',
  ],
  ['pick up the print. its at the shop till friday 5pm', 'yes? Pick up the print · 2026-12-04 16:00'],
  [
    'put in my calender that i have judo every tues n thurs 6 to 7.30',
    'yes? Judo · FREQ=WEEKLY;BYDAY=TU,TH · 2026-12-02 18:00 · 90 min',
  ],
  ['pizza in oven, 25 mins', 'yes? Pizza in oven · in 25'],
  [
    'remind me tomorrow at 9 to print the tickets for the match on Friday',
    'time? Print the tickets for the match',
  ],
  [
    'remind me tomorrow and on Friday at 9 to print the tickets',
    'Print the tickets · 2026-12-03 09:00 | Print the tickets · 2026-12-04 09:00',
  ],
])('%s', async (message, expected) => {
  expect(await noted(message)).toBe(expected);
});
