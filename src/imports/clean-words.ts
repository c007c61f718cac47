// Words out of a stranger's file in the form in which we keep words.
import { isVisible, storable } from '../kernel/text.ts';
import type { RuleFound, TaskFound } from './found.ts';

export const TITLE_LENGTH = 80;
export const DESCRIPTION_LENGTH = 2000;

/** Null where nothing is to be seen in the title. What a title is too short for goes into the description. */
export function cleanWords(
  title: string,
  description: string,
): Pick<TaskFound | RuleFound, 'title' | 'description'> | null {
  const line = storable(title)
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  if (!isVisible(line)) return null;
  const letters = Array.from(line);
  const rest = storable(description).replaceAll(/\r\n?/g, '\n').trim();
  const isCut = letters.length > TITLE_LENGTH;
  const short = isCut
    ? `${letters
        .slice(0, TITLE_LENGTH - 1)
        .join('')
        .trimEnd()}…`
    : line;
  const whole = isCut ? [line, rest].filter(Boolean).join('\n\n') : rest;
  return {
    title: short,
    description: isVisible(whole) ? Array.from(whole).slice(0, DESCRIPTION_LENGTH).join('').trim() : '',
  };
}
