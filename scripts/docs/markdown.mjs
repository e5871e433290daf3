import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../lib/paths.mjs';

/** A module of the build, by its path without `dist/`. */
export const built = (path) => import(pathToFileURL(join(root, 'dist', path)).href);

/** A bar would begin another column. */
const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

export const code = (text) => `\`${text}\``;

export function table(columns, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}

/** Sections below each other: `## title`, then the text. */
export const sections = (all) => all.map(([title, text]) => `## ${title}\n\n${text}`).join('\n\n');
