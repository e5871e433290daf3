import { once } from 'node:events';
import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { CliFailure } from '../failure.js';
import { isBrokenPipe } from './broken-pipe.js';

export type Style = 'good' | 'bad' | 'warn' | 'dim' | 'strong';

const FORMATS = { good: 'green', bad: 'red', warn: 'yellow', dim: 'dim', strong: 'bold' } as const;

export interface Column<Row> {
  readonly header: string;
  /** Cell text, styled or not. */
  cell(row: Row): string;
  readonly align?: 'left' | 'right';
}

const NO_LINES = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid']
    .concat(['mid', 'mid-mid', 'right', 'right-mid'])
    .map((name) => [name, '']),
);

const factText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** From the cursor to its end. */
const CLEAR_LINE = '\u001b[K';

/** Where a command writes: the result to stdout, everything else to stderr. One JSON object a line with `--json`. */
export class Output {
  /** Whether whoever read the result has gone, as `head` does: nothing more of it is wanted. */
  isAbandoned = false;

  constructor(
    readonly json: boolean,
    private readonly stdout: NodeJS.WriteStream = process.stdout,
    private readonly stderr: NodeJS.WriteStream = process.stderr,
  ) {}

  /** One result: `value` as JSON, or the text for people. A stream of results calls it again and again. */
  result(value: unknown, text: () => string): void {
    this.stdout.write(`${this.json ? JSON.stringify(value) : text()}\n`);
  }

  /** A line of a result that is in its final form already. */
  line(text: string): void {
    this.stdout.write(`${text}\n`);
  }

  /** Part of a long result that is in its final form; resolves when there is room for the next: a slow reader is waited for. */
  async piece(text: string): Promise<void> {
    if (text !== '' && !this.stdout.write(text)) await this.room();
  }

  /** Resolves when there is room for more of the result. */
  async drained(): Promise<void> {
    if (this.stdout.writableNeedDrain && this.stdout.errored === null) await this.room();
  }

  private async room(): Promise<void> {
    try {
      await once(this.stdout, 'drain');
    } catch (error) {
      this.isAbandoned = isBrokenPipe(error as NodeJS.ErrnoException);
      throw error;
    }
  }

  /** What is no result: progress, hints. */
  note(text: string): void {
    this.stderr.write(`${text}\n`);
  }

  /**
   * How far it is, in a line that the next one replaces; empty takes it away. Only on a terminal that the result does not go to
   * as well, and not for programs.
   */
  progress(text: string): void {
    if (!this.json && this.stderr.isTTY && !this.stdout.isTTY) this.stderr.write(`\r${text}${CLEAR_LINE}`);
  }

  failure(failure: CliFailure): void {
    const { code, message, remedy, exitCode, details } = failure;
    if (this.json) this.stderr.write(`${JSON.stringify({ error: { code, message, remedy, exitCode, details } })}\n`);
    else {
      const head = code === undefined ? message : `${code}: ${message}`;
      const facts = Object.entries(details ?? {}).map(([name, value]) => `${name}: ${factText(value)}`);
      const lines = [facts.join(', '), remedy ?? ''].filter((line) => line !== '');
      this.note([this.style('bad', head, this.stderr), ...lines].join('\n'));
    }
  }

  /** Whether the result may have colours: a terminal that has them and no NO_COLOR, or FORCE_COLOR. */
  get colours(): boolean {
    return styleText('red', ' ', { stream: this.stdout }) !== ' ';
  }

  /** Colours only where somebody looks: at the stream that the text goes to, stdout unless told otherwise. */
  style(style: Style, text: string, stream: NodeJS.WriteStream = this.stdout): string {
    // Codes around nothing would keep the blanks before them at the end of a row.
    return text === '' ? '' : styleText(FORMATS[style], text, { stream });
  }

  table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
    const table = new Table({
      head: columns.map(({ header }) => this.style('dim', header)),
      colAligns: columns.map(({ align }) => align ?? 'left'),
      chars: { ...NO_LINES, middle: '  ' },
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    });
    for (const row of rows) table.push(columns.map((column) => column.cell(row)));
    return table.toString().replace(/ +$/gm, '');
  }
}
