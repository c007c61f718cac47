// Two hundred invented sentences as people write them to a coach. What is private in them is marked, and by what kind
// it should be known; half of them hold nothing private, though it looks so.

export const PRIVATE_SENTENCES = `
Call {person:Anna} tomorrow at 5
remind me to text {person:marcus} about the keys
Lunch with {person:Priya Raman} on Friday
Meet {person:john smith} at the gym at 7
My boss {person:Oyelaran} wants the report by Monday
Birthday present for {person:Siobhán}
Email Dr. {person:Okonkwo} about the results
I promised {person:Mehmet} to run with him on Saturdays
Ask {person:Frank} for the car
dinner with {person:Grace} and {person:Tom} on Sunday
My name is {person:Zephyrine} and I want to sleep better
I'm {person:Bartholomew}, nice to meet you
Pick up {person:Lea} from ballet at 4
my daughter {person:Ines} starts school in September
Phone Mrs {person:Papadopoulos} about the flat
Play chess with {person:Sergei} every Thursday
Visit grandma {person:Rose} on Sundays
{person:Kofi} said I should start with two runs a week
Send {person:Yuki Tanaka} the slides
Write a letter to Aunt {person:Marjorie}
Coffee with {person:Fatima} at ten
Thank {person:Jean-Luc} for the book
My therapist, {person:Helen Brandt}, told me to write every evening
Train with {person:O'Brien} twice a week
Walk {person:Tomasz}'s dog on Tuesdays
Say sorry to {person:Miguel}
Plan the wedding with {person:Chiara}
Tell {person:Nguyen Van Minh} that I can't come
Babysit {person:Emma} and {person:Noah} on Friday night
{person:Charlotte} and I want to learn Italian
I owe {person:David} 50 euros, remind me on payday
Book a table with {person:Sinéad} for six
ring {person:Bob} back after lunch
Ruf {person:Jürgen} morgen an
Appeler {person:Amélie} demain à 18h
Llamar a {person:Javier} el lunes
Practise the duet with {person:Xiaoming}
My wife {person:Aurelia} thinks I snore
My ex, {person:Damien}, has the kids on Wednesdays
Reply to {person:Håkon} about the cabin
Return the drill to Mr {person:Fitzwilliam}
Hike with {person:Ravi} in April
{person:Olga} is my running partner
Sign the card for Professor {person:Whitlock}
Buy flowers for {person:Beatrice}'s funeral
Interview with Ms. {person:Adeyemi} at nine
Ask my sister {person:Katarzyna} for the recipe
Study with {person:Will} on Monday
Help {person:Hope} move house
{person:Ahmed}, {person:Lucy} and {person:Pedro} come for dinner on Saturday
Mail the contract to {email:anna.schmidt@example.com}
my email is {email:zeph+coach@mail.example.org} if you need it
write to {email:INFO@EXAMPLE.CO.UK} about the refund
Ask {email:j_doe99@sub.example.net} for the invoice tomorrow
Send my CV to {email:jobs@example.de} by Friday
cc {email:k.o'neill@example.ie} on it
Meine Adresse ist {email:müller@example.de}
Reply to {person:Anna} ({email:anna@example.com}) tonight
Call the dentist on {phone:+1 202 555 0143}
Ring {phone:020 7946 0958} before noon
my number is {phone:07700 900123}
Text {phone:(202) 555-0171} when I'm done
Call {person:Sam} at {phone:555-0142} tomorrow
Meine Nummer: {phone:+49 151 12345678}
ruf 0171 an, nein: {phone:0171 2345678}
whatsapp me on {phone:+447700900456}
The doctor is {phone:01632 960123}, ring at 9
Phone the bank, {phone:1-800-555-0199}
Mon numéro est le {phone:06 12 34 56 78}
call {phone:2025550182} at 5pm
tel. {phone:+34 612 345 678}
Fax it to {phone:+1-202-555-0110}
Remind me to call {phone:0049 30 901820} on Monday
Number of the vet: {phone:(030) 901820}
{phone:+91 98765 43210} is my mother's number
SMS to {phone:+33612345678}
I live at {address:221B Baker Street}
Send the parcel to {address:12 High Street, London SW1A 1AA}
Viewing at {address:1600 Pennsylvania Ave NW} at ten
Pick up the sofa, {address:45 Elm Road}
Move to {address:Lindenweg 5a, 10115 Berlin} in May
Therapist at {address:Hauptstraße 12}
my new address is {address:7 Rue de la Paix, 75002 Paris}
Clean the flat in {address:Calle Mayor 14}
Party at {address:Flat 3, 18 Park Lane}
Return the key to {address:9 Orchard Close}
The gym is at {address:350 Fifth Avenue}
Post it to {address:PO Box 1234}
Visit the house at {address:88 Sunset Blvd} on Sunday
Collect the cat from {address:4 Mill Lane, Cambridge CB2 1RX}
My postcode is {address:SW1A 2AA}
Dinner at {person:Anna}'s, {address:23 Willow Drive}
Open {link:https://example.com/reset?token=abc123def456} tonight
The call is at {link:https://meet.example.com/abc-defg-hij}
Read {link:http://intranet.example.org/u/jsmith/notes} before Monday
Fill in {link:https://forms.example.com/f/9f8e7d6c#k=secret}
Join {link:www.example.com/invite/xyz?key=1}
Follow {person:@jane_doe_99} on Instagram for recipes
Transfer the rent to {number:DE89 3704 0044 0532 0130 00}
My card is {number:4111 1111 1111 1111}, remind me to cancel it
My passport number is {number:533380006}
Social security {number:078-05-1120}, remind me to send the form
I want to run 10 km by May
Call mum
Call mom tomorrow at 6
Ring Dad on Sunday
Visit grandma every week
Remind me to drink water at 10
Learn Python in three months
Learn French before summer
Yoga every morning at 7
Sleep eight hours a night
Read 20 pages a day
Walk 10000 steps every day
Save 5000 euros by December
Write 1,000 words a day
I will march in April
May is a good month to start
Mark the essays on Sunday
Jack up the car and change the tyre
Go to Paris in June
Practise the piano on Tuesdays and Fridays
Buy bread
Buy milk, eggs and 2 kg of flour
Dentist on Monday at 15:30
Run on 2026-12-01 at 07:00
Meet the team from 10:00 to 11:30
Gym 18:00-19:30 on weekdays
Do 3 sets of 12 reps
Do 100 push-ups a day
Finish the thesis by 31/12/2026
Lose 5 kg in 3 months
Stop smoking
Quit sugar for 30 days
Meditate for 10 minutes after breakfast
Swim twice a week so that my back stops hurting
Learn Portuguese for our trip in May
Tidy the cellar at the weekend
Water the plants tomorrow at 18:30
Take the bins out on Thursday
Pay the rent on the 1st
Only twice a week, please
No runs on Sundays
Mornings are fine, evenings are not
I work from 9 to 5 on weekdays
Move my run to 7 pm
How am I doing?
What is left today?
Yes, that sounds good
Drop it
Make it shorter, 20 minutes at most
Prepare for the marathon in Berlin on 27 September 2026
Watch the match on Saturday
Book a flight to New York
Learn to cook Thai food
Do the Duolingo lesson every day
Clean the kitchen for 15 minutes
Read War and Peace this winter
Practise Spanish with Duolingo
Write in my journal every evening
Call the doctor
Call the bank on Monday
Text my sister
Lunch with my brother on Friday
Ask my boss for a raise
Talk to my manager about holidays
Stretch after every run
Do the taxes by the end of July
Set up a budget of 1500 a month
Between 2026 and 2028 I want to finish my degree
Drink 2.5 litres of water a day
Go to bed at 22:30 and get up at 6:30
Run 5 miles on the main road
Cycle to work, 12 km each way
Plank for 1:30 minutes
I weigh 82.5 kg and want 75
Learn 2000 words of Japanese
Bake a cake for the school fair
Spend more time with the kids
Play the guitar, three songs by Easter
Study for the bar exam
Grant application is due on Friday
Pray every evening
Christmas shopping on 20 December
Rose garden: prune in March
Go sailing when the sun is out
Frankly I hate mornings
Art class on Wednesdays
Buy a Christmas tree
Faith and hope keep me going
Do intervals of 8 x 400 m
Build a shed in 6 weekends
Iron the shirts on Sunday
Sort 30 years of photos
Reach level B2 by June 2027
Volunteer at the food bank
Do 10,000,000 steps in five years
Watch 3 episodes on Netflix at most
Install Windows on the laptop
Meet friends once a week
Apply for five jobs a week
Invest 200 a month
Practise scales in D minor
Learn the Moonlight Sonata
Climb Ben Nevis in August
Go to mass on Sundays
Take vitamin D at 8
`
  .trim()
  .split('\n');

/** Written later, by nobody who looked at what the first ones had shown: what was found at first was 33 of 38. */
export const LATER_SENTENCES = `
gotta ring {person:sarah} before she leaves at 3
Can you remind me: {person:Dimitri}'s appointment, Thursday 14:00
{person:Aisha} wants to join my runs
Have to apologise to {person:Leopold} and pay him back
meeting w/ {person:Carlos} moved to {person:Monica}'s office
Take {person:Biscuit} to the vet
My neighbour {person:Wojciech} has the spare key
my son {person:Kwame} needs his inhaler at 8
Ping {person:Raj} about the deck
lunch {person:Emily} 12:30
Zoom call with {person:Hiroshi Yamamoto} at 9
Prepare a speech for {person:Ludmila} and {person:Stefan}'s wedding
I argued with {person:Tariq} again
Surprise party for {person:Eleanor}
Ask {person:Miss Thornbury} for homework
{person:Gwendolyn} is visiting in spring
Practise English with {person:Xóchitl}
Tell {person:Björn} no
drop the kids at {person:Nadia}'s
Borrow {person:Uwe}'s ladder
email {email:hr@acme.example} the form
forward it to {email:lena.k@example.at} please
{email:bob(at)example.com} needs the photos
Ring {phone:+44 20 7946 0018} for the boiler
My mobile: {phone:0151-23456789}
text {phone:415-555-0134}
Phone {phone:01 23 45 67 89} for the plumber
The code is 4821
Ask at {phone:+1 (415) 555-2671} ext. 5
viewing {address:14 Acacia Avenue, NW3 5TY}
Meet at {address:Friedrichstr. 43, 10117 Berlin}
Deliver to {address:2205 Maple Street, Springfield, IL 62704}
I moved to {address:31 Rue Victor Hugo}
coffee at {address:17 Station Rd}
Watch {link:https://youtu.be/dQw4w9WgXcQ?t=42}
Sign at {link:https://sign.example.com/doc/8f7a?auth=zzz}
IBAN {number:GB29 NWBK 6016 1331 9268 19} for the deposit
Run a half marathon in under 2 hours
Do 5 x 5 squats on Monday, Wednesday and Friday
Finish reading Middlemarch by March
Clean out the garage with my brother
Get to inbox zero every Friday
Practice guitar 30 min after dinner
Read a chapter of the Bible daily
Learn React and TypeScript
Cook with my daughter on Sundays
Visit the Eiffel Tower
Cut screen time to 2 h a day
Pay 1,250.00 rent on the first
Sunday: meal prep for 5 days
Play Mozart's Rondo without mistakes
Pack for Lisbon
Cancel Amazon Prime
Wake up at 5:45 Mon-Fri
Book dentist, GP and optician
Revise chapters 10-14 before 12.01.2027
Read 52 books in 2027
Get my driving licence
Go vegan from 1 January
Meditate with Headspace
`
  .trim()
  .split('\n');
