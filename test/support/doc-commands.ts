import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@bourseworks/testkit';

/** A command that a page tells its reader to run. */
export interface DocCommand {
  /** Path of the page below the root. */
  readonly page: string;
  /** Line of the page it begins on, from 1. */
  readonly line: number;
  /** As it stands there, continued lines and here-documents included. */
  readonly text: string;
  /** The comment behind it says that it is refused: a non-zero exit code is right. */
  readonly refused: boolean;
}

const SKIPPED = new Set(['node_modules', 'dist', 'coverage', 'var', '.git']);

function markdownBelow(folder: string): string[] {
  return readdirSync(join(repoRoot(), folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : markdownBelow(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** Every page of the repository, sorted. */
export function pages(): string[] {
  return markdownBelow('').toSorted();
}

export const readPage = (page: string): string => readFileSync(join(repoRoot(), page), 'utf8');

interface Block {
  readonly language: string;
  readonly firstLine: number;
  readonly lines: readonly string[];
}

/** The fenced blocks of a page, those inside of lists included. */
export function blocks(page: string): Block[] {
  const found: { language: string; firstLine: number; lines: string[]; indent: number }[] = [];
  let open = false;
  for (const [index, line] of readPage(page).split('\n').entries()) {
    const fence = /^( *)```(\w*)/.exec(line);
    if (fence !== null) {
      if (!open) found.push({ language: fence[2], firstLine: index + 2, lines: [], indent: fence[1].length });
      open = !open;
    } else if (open) {
      const block = found[found.length - 1];
      block.lines.push(line.slice(block.indent));
    }
  }
  return found;
}

/** How many more lines a command needs: up to the end of its here-document, of its quotes or of its backslashes. */
function commandLength(lines: readonly string[]): number {
  const document = /<<-?\s*'?(\w+)'?/.exec(lines[0]);
  if (document !== null) return lines.indexOf(document[1]) + 1;
  for (let length = 1; length <= lines.length; length++) {
    const text = lines.slice(0, length).join('\n');
    const quotes = text.replace(/\\./g, '').replace(/(?<=^|\s)#.*$/gm, (comment) => comment.replace(/['"]/g, ''));
    const even = (quote: string): boolean => (quotes.split(quote).length - 1) % 2 === 0;
    if (!text.endsWith('\\') && even("'") && even('"')) return length;
  }
  throw new Error(`a command without an end: ${lines[0]}`);
}

/** The commands of a page's `sh` blocks, in their order. */
export function commandsOf(page: string): DocCommand[] {
  return blocks(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ lines, firstLine }) => {
      const commands: DocCommand[] = [];
      for (let at = 0; at < lines.length;) {
        if (/^\s*(#|$)/.test(lines[at])) {
          at++;
          continue;
        }
        const length = commandLength(lines.slice(at));
        const text = lines.slice(at, at + length).join('\n');
        commands.push({ page, line: firstLine + at, text, refused: /#.*\brefused\b/.test(text) });
        at += length;
      }
      return commands;
    });
}
