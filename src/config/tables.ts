// The variables as tables for docs/configuration.md.
import type { DescribedGroup, Variable } from './describe-variables.ts';

const MARKS = { api: 'A', worker: 'W', compose: 'C' };

/** Markdown: a heading, what is said of the whole, and a table for each group. */
export const renderTables = (groups: DescribedGroup[]): string => groups.map(renderGroup).join('\n');

function renderGroup({ title, about, variables }: DescribedGroup): string {
  return [
    `### ${title}\n`,
    ...(about === null ? [] : [`${about}\n`]),
    '| Variable | Default | What for |',
    '| --- | --- | --- |',
    ...variables.map((one) => `| ${nameOf(one)} | ${defaultOf(one)} | ${whatOf(one)} |`),
    '',
  ].join('\n');
}

function nameOf({ name, neededBy, isSecret }: Variable): string {
  const marks = [...neededBy.map((who) => MARKS[who]), ...(isSecret ? ['S'] : [])];
  return `\`${name}\`${marks.length > 0 ? ` (${marks.join(' ')})` : ''}`;
}

function defaultOf({ fallback, composeFallback, unset, unit }: Variable): string {
  const value = fallback === null ? unset : `\`${fallback}\`${unit ? ` ${unit}` : ''}`;
  return [value, composeFallback && `\`${composeFallback}\` in Compose`].filter(Boolean).join(', ');
}

const whatOf = ({ what, example }: Variable): string =>
  example === undefined ? what : `${what} Example: \`${example}\``;
