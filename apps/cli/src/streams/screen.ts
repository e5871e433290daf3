import { stripVTControlCharacters } from 'node:util';
import { Throttle } from './throttle.js';

/** What a screen needs of a terminal. */
export interface Terminal {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** Rows that a line takes on a terminal of so many columns. */
const rowsOf = (line: string, columns: number): number =>
  Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns));

const heightOf = (lines: readonly string[], columns: number): number =>
  lines.reduce((rows, line) => rows + rowsOf(line, columns), 0);

/** A block of text that is drawn again in its place, at most ten times a second. */
export class Screen {
  private readonly throttle = new Throttle(() => this.draw());
  private drawn: readonly string[] = [];

  constructor(
    private readonly render: () => string,
    private readonly terminal: Terminal = process.stdout,
  ) {}

  /** Something changed: it is shown at once, or when its turn comes. */
  changed(): void {
    this.throttle.call();
  }

  /** Shows the last state and leaves it standing. */
  end(): void {
    this.throttle.flush();
  }

  private draw(): void {
    const { columns = 80, rows = 24 } = this.terminal;
    const lines: string[] = [];
    let height = 0;
    for (const text of this.render().split('\n')) {
      const line = text.trimEnd();
      const needed = rowsOf(line, columns);
      // The cursor does not go up beyond the top: a block higher than the terminal would pile up.
      if (height + needed >= rows) break;
      height += needed;
      lines.push(line);
    }
    // Measured now: a terminal that was made narrower has broken the lines anew.
    const before = heightOf(this.drawn, columns);
    const back = before === 0 ? '' : `\u001b[${before}A\r\u001b[0J`;
    this.terminal.write(`${back}${lines.join('\n')}\n`);
    this.drawn = lines;
  }
}

/** Whether somebody looks at the result while it is made. */
export const isWatched = (json: boolean): boolean => !json && process.stdout.isTTY;
