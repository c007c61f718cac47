// What else waits for an answer, in a few words: a message has room for 1,600 characters.
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { shorten } from '../kernel/shorten.ts';
import { chooseNamed } from './choose-announced.ts';
import type { Announced } from './list-announced.sql.ts';
import { readNamedReply } from './reply.ts';
import { referenceOf, whenText } from './words.ts';

/** The others are told by their number. */
const MOST = 5;
/** UTF-16 units of a title. */
const LONGEST = 80;

/** Beginning with a space; empty where nothing waits. */
export async function listWaiting(ctx: Ctx, announced: readonly Announced[]): Promise<string> {
  const open = announced.filter(({ isLate }) => !isLate);
  const [first] = open;
  if (!first) return '';
  const { zone } = await readProfile(ctx);
  const items = open
    .slice(0, MOST)
    .map(
      ({ title, startsAt, dispatchId }) =>
        `${shorten(title, LONGEST)} ${whenText(startsAt, zone)} (ref ${referenceOf(dispatchId)})`,
    );
  const more = open.length > MOST ? ` and ${open.length - MOST} more` : '';
  return ` Waiting for an answer: ${items.join('; ')}${more}. Name one of them to answer it, such as “done ${nameOf(first, announced)}”.`;
}

/** Its title, where that says which one it is; else its reference. */
function nameOf(one: Announced, announced: readonly Announced[]): string {
  const named = one.title.length > LONGEST ? null : readNamedReply(`done ${one.title}`);
  const isClear = named?.intent === 'done' && chooseNamed(announced, named.about) === one;
  return isClear ? one.title : referenceOf(one.dispatchId);
}
