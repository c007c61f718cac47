// The variables as .env.example: what somebody needs stands open and empty, everything else is commented out.
import type { DescribedGroup, Variable } from './describe-variables.ts';

const COLUMNS = 112;

const HEAD = [
  'Every variable that Flux reads, written by `npm run docs` from src/config. Copy it to .env.',
  '`npm run dev`, `npm run demo` and `npm test` need none of them: ' +
    'what is not given is started, made or simulated on this machine. An empty value counts as not set.',
  '`npm run api` [api], `npm run worker` [worker] and `docker compose up` [compose] end at once, naming the variable, ' +
    'when one that they need is missing. For Compose fill in what is marked [compose] and leave the rest: ' +
    'it gives its processes their addresses and database URLs itself. ' +
    'Keep what is [secret] out of every repository. More in docs/configuration.md.',
];

/** The whole file. */
export const renderEnvExample = (groups: DescribedGroup[]): string =>
  [HEAD.map(comment).join('\n'), ...groups.map(renderGroup)].join('\n\n') + '\n';

function renderGroup({ title, about, variables }: DescribedGroup): string {
  const heading = [`# --- ${title} ---`, ...(about === null ? [] : [comment(about)])].join('\n');
  return [heading, ...variables.map(renderVariable)].join('\n\n');
}

function renderVariable(variable: Variable): string {
  const { name, neededBy, fallback, example } = variable;
  const isNeeded = neededBy.length > 0;
  const value = isNeeded ? '' : (fallback ?? example ?? '');
  return `${comment(wordsOf(variable, value))}\n${isNeeded ? '' : '# '}${name}=${value}`;
}

/** `shown` is said by the line below already. */
function wordsOf(variable: Variable, shown: string): string {
  const { what, neededBy, isSecret, unit, unset, fallback, composeFallback, example } = variable;
  const tags = [...neededBy, ...(isSecret ? ['secret'] : []), ...(unit ? [unit] : [])];
  const usual = fallback === shown ? null : (fallback ?? unset);
  return [
    ...tags.map((tag) => `[${tag}]`),
    what,
    usual && `Default: ${usual}.`,
    composeFallback && `Default in Compose: ${composeFallback}.`,
    example !== undefined && example !== shown && `Example: ${example}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** Lines of at most COLUMNS, each behind a "# ". */
function comment(text: string): string {
  const lines = [''];
  for (const word of text.split(' '))
    if (`${lines.at(-1)} ${word}`.length > COLUMNS) lines.push(word);
    else lines.push(`${lines.pop()} ${word}`.trim());
  return lines.map((line) => `# ${line}`).join('\n');
}
