import { Unparsable } from './line-protocol.js';

export interface Condition {
  readonly name: string;
  readonly operator: string;
  /** A text, or nanoseconds. */
  readonly value: string | bigint;
}

/** What this stand-in answers, of all that InfluxQL has. */
export type Question =
  | { readonly kind: 'measurements' }
  | {
      readonly kind: 'select';
      readonly field: string;
      readonly first: boolean;
      /** Undefined: every one. */
      readonly measurement: string | undefined;
      readonly conditions: readonly Condition[];
      readonly groups: boolean;
      readonly limit: number;
    };

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\d+)|(\/\.\/)|([A-Za-z]+)|([<>!]?=|[<>()*]))\s*/y;

type Kind = 'name' | 'text' | 'number' | 'every' | 'word' | 'sign';
interface Token {
  readonly kind: Kind;
  readonly text: string;
}

const KINDS: readonly Kind[] = ['name', 'text', 'number', 'every', 'word', 'sign'];

function tokensOf(question: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < question.length;) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(question);
    if (found === null) throw new Unparsable(`error parsing query: found ${question.slice(at, at + 20)}`);
    const index = found.findIndex((part, number) => number > 0 && part !== undefined);
    const kind = KINDS[index - 1] ?? 'sign';
    const raw = found[index] ?? '';
    tokens.push({ kind, text: kind === 'name' || kind === 'text' ? raw.replace(/\\(.)/g, '$1') : raw });
    at = TOKEN.lastIndex;
  }
  return tokens;
}

class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  take(kind: Kind, text?: string): string {
    const token = this.tokens[this.at];
    if (token === undefined || token.kind !== kind || (text !== undefined && token.text.toUpperCase() !== text))
      throw new Unparsable(`error parsing query: found ${token?.text ?? 'EOF'}, expected ${text ?? kind}`);
    this.at++;
    return token.text;
  }

  /** Whether the next one is this word or sign, which is taken then. */
  has(text: string): boolean {
    const is = this.tokens[this.at]?.text.toUpperCase() === text;
    if (is) this.at++;
    return is;
  }

  nextIs(kind: Kind): boolean {
    return this.tokens[this.at]?.kind === kind;
  }

  end(): void {
    if (this.at < this.tokens.length) this.take('word', 'EOF');
  }
}

function conditionOf(reader: Reader): Condition {
  const name = reader.nextIs('word') ? reader.take('word', 'TIME') : reader.take('name');
  const operator = reader.take('sign');
  const value = reader.nextIs('text') ? reader.take('text') : BigInt(reader.take('number'));
  return { name, operator, value };
}

/** @throws Unparsable */
export function questionOf(text: string): Question {
  const reader = new Reader(tokensOf(text));
  if (reader.has('SHOW')) {
    reader.take('word', 'MEASUREMENTS');
    reader.end();
    return { kind: 'measurements' };
  }
  reader.take('word', 'SELECT');
  const first = reader.has('FIRST');
  if (first) reader.take('sign', '(');
  const field = reader.take('name');
  if (first) reader.take('sign', ')');
  reader.take('word', 'FROM');
  const measurement = reader.nextIs('every') ? undefined : reader.take('name');
  if (measurement === undefined) reader.take('every');
  const conditions: Condition[] = [];
  if (reader.has('WHERE'))
    do conditions.push(conditionOf(reader));
    while (reader.has('AND'));
  const groups = reader.has('GROUP');
  if (groups) {
    reader.take('word', 'BY');
    reader.take('sign', '*');
  }
  const limit = reader.has('LIMIT') ? Number(reader.take('number')) : Infinity;
  reader.end();
  return { kind: 'select', field, first, measurement, conditions, groups, limit };
}
