// Looking at what is planned, and at how it goes.
import { addDays } from '../../kernel/time.ts';
import { result, type Output } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { phrases } from './phrases.ts';

const PROGRESS = phrases(`
  how am|have|are i|we been? doing|getting|performing|going|coming  how is|are|'s my|the|it|everything|things * going|coming|progressing|doing|looking|goin
  how is|'s it going|goin  my progress  progress report|update|check|so  ^ progress  how far  how many|much * have|did|do i  how many|much * i have|need|did|do|lost|saved|ran|read|left
  am i on track  on track  my streak  what did|have i do|done|did|manage|miss  how did i do  how did|was my week  how well  what is left  what 's left
  how * hows  am i getting anywhere  any progress  show|see|check * progress|stats|statistics  how goes
`);
const LIST = phrases(`
  what is|'s|are on|up|next|planned|scheduled|coming|due|my  what do|have i have|got|need  what have i got|planned  what am i doing|supposed
  what does * look like  how does * look  ^ show|list|see|display|read|tell|give * tasks|agenda|schedule|calendar|plan|reminders|list|diary|week|day|sessions|appointments
  ^ agenda|schedule|list|calendar  ^ my tasks|agenda|schedule|reminders|list|day|week  what reminders|tasks|appointments|sessions|goals
  do i have|need|got anything|something|any|a|to  have i got anything|something|any|a  is there anything  am i free|busy  anything on|planned|due|happening|for
  when is|'s|are|do|am my|the|i  which tasks|reminders  what time is|'s|do|am  what * is|'s there  how many tasks|sessions|reminders  what is|'s for|happening
`);

/** PROGRESS, or LIST with its days; null where nothing is looked at. */
export function look(heard: Heard): Output | null {
  if (PROGRESS(heard.words)) return result({ intent: 'PROGRESS' });
  if (!LIST(heard.words)) return null;
  const today = heard.input.now_local.slice(0, 10);
  const [date] = factsOf(heard.facts, 'date');
  const [dates] = factsOf(heard.facts, 'dates');
  const from = date?.value.date ?? dates?.value.from ?? today;
  const part = factsOf(heard.facts, 'part').find(({ value }) => value.date !== null)?.value.date;
  const only = date?.value.date ?? part;
  const to = only ?? dates?.value.to ?? addDays(from, 6);
  return result({ intent: 'LIST', payload: { list_from: only ?? from, list_to: to } });
}
