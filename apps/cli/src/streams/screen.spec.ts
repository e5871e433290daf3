import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Screen } from './screen.js';

class FakeTerminal {
  readonly writes: string[] = [];
  columns = 20;
  rows = 5;

  write(text: string): void {
    this.writes.push(text);
  }
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('Screen', () => {
  it('draws in its place, at most ten times a second, the last state last', () => {
    const terminal = new FakeTerminal();
    let value = 0;
    const screen = new Screen(() => `head\nvalue ${value}`, terminal);
    for (value = 1; value <= 50; value++) {
      screen.changed();
      jest.advanceTimersByTime(10);
    }
    value = 99;
    screen.changed();
    screen.end();
    expect(terminal.writes.length).toBeLessThanOrEqual(7);
    expect(terminal.writes[0]).toBe('head\nvalue 1\n');
    expect(terminal.writes.at(-1)).toBe('\u001b[2A\r\u001b[0Jhead\nvalue 99\n');
    jest.advanceTimersByTime(1_000);
    expect(terminal.writes.at(-1)).toContain('99');
  });

  it('counts the rows of a line that is longer than the terminal, colours not', () => {
    const terminal = new FakeTerminal();
    const screen = new Screen(() => `\u001b[32m${'x'.repeat(21)}\u001b[39m`, terminal);
    screen.changed();
    jest.advanceTimersByTime(100);
    screen.changed();
    expect(terminal.writes[1]?.startsWith('\u001b[2A')).toBe(true);
  });

  it('shows no more than fits: the cursor cannot go up beyond the top', () => {
    const terminal = new FakeTerminal();
    const screen = new Screen(() => ['1', '2', '3', '4', '5', '6'].join('\n'), terminal);
    screen.changed();
    jest.advanceTimersByTime(100);
    screen.changed();
    expect(terminal.writes[1]).toBe('\u001b[4A\r\u001b[0J1\n2\n3\n4\n');
  });

  it('finds its top again after the terminal was made narrower', () => {
    const terminal = new FakeTerminal();
    const screen = new Screen(() => 'x'.repeat(18), terminal);
    screen.changed();
    jest.advanceTimersByTime(100);
    terminal.columns = 10;
    screen.changed();
    expect(terminal.writes[1]?.startsWith('\u001b[2A')).toBe(true);
  });

  it('counts blanks that codes keep at the end of a line: they take room too', () => {
    const terminal = new FakeTerminal();
    const screen = new Screen(() => `${'x'.repeat(19)}  \u001b[2m\u001b[22m`, terminal);
    screen.changed();
    jest.advanceTimersByTime(100);
    screen.changed();
    expect(terminal.writes[1]?.startsWith('\u001b[2A')).toBe(true);
  });
});
