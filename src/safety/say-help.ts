// The fixed texts of the guard, in the language of the person, with the help of their country. No model writes them.
import { readFileSync } from 'node:fs';
import type { Say } from './decide-step.ts';
import type { HelpLines } from './help-lines.ts';
import type { Language } from '../kernel/languages.ts';

/** `help`: where the person is. */
export function sayHelp(say: Say, language: Language, help: HelpLines): string {
  const texts = TEXTS[language];
  const home = help.atHome === null ? '' : ` ${texts['home']!.replace('{number}', help.atHome)}`;
  return texts[say]!.replaceAll('{emergency}', help.emergency ?? texts['112']!)
    .replaceAll('{lines}', help.lines)
    .replaceAll('{home}', home);
}

const TEXTS = Object.fromEntries(
  readFileSync(new URL('texts.txt', import.meta.url), 'utf8')
    .split(/^\[/m)
    .slice(1)
    .map((section) => {
      const [name = '', ...lines] = section.split('\n');
      const named = lines
        .filter((line) => line !== '')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
      return [name.replace(']', ''), Object.fromEntries(named) as Record<string, string>];
    }),
) as Record<Language, Record<string, string>>;
