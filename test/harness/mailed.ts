// What somebody finds in their mailbox: the token of the last link that leads to a page.
import type { Simulator } from '../../src/simulator/start-simulator.ts';

type Far = Pick<Simulator, 'state' | 'waitFor'>;

/** All tokens of links to /links/`page` that were mailed to `to`, the oldest first. */
export function tokensIn({ state }: Pick<Far, 'state'>, to: string, page: string): string[] {
  const link = new RegExp(`/links/${page}#token=([\\w-]+)`);
  return state.mails.filter((mail) => mail.to === to).flatMap(({ text }) => link.exec(text)?.[1] ?? []);
}

/** Waits for one more than `known`. */
export async function mailedToken(far: Far, to: string, page: string, known = 0): Promise<string> {
  return far.waitFor(() => tokensIn(far, to, page)[known], { what: `a mail with a link to ${page}` });
}

/** Waits for a mail to `to` with this subject. */
export const mailOf = (far: Far, to: string, subject: string) =>
  far.waitFor((state) => state.mails.find((mail) => mail.to === to && mail.subject === subject), {
    what: `the mail "${subject}"`,
  });
