import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from './repo-root.js';

const pagePath = (): string => join(repoRoot(), 'docs', 'reference', 'accuracy.md');

/**
 * The text of a `## heading` of docs/reference/accuracy.md, which a spec compares with what its results come to. Where it is
 * to be written anew `text` is put there first; one spec at a time may do so.
 * @throws Error when the page has no such heading
 */
export function accuracySection(heading: string, text: string, anew: boolean): string {
  const page = readFileSync(pagePath(), 'utf8');
  const head = `## ${heading}\n\n`;
  const at = page.indexOf(head);
  if (at < 0) throw new Error(`docs/reference/accuracy.md has no heading ${heading}`);
  const from = at + head.length;
  const next = page.indexOf('\n## ', from);
  const to = next < 0 ? page.length : next;
  if (!anew) return page.slice(from, to);
  writeFileSync(pagePath(), page.slice(0, from) + text + page.slice(to));
  return text;
}

/** An error as a power of ten, rounded up: its digits differ from one machine's mathematics to another's. */
export function errorBound(worst: number): string {
  return worst === 0 ? '0' : `1e${Math.ceil(Math.log10(worst))}`;
}
