export type FieldValue = string | number | boolean;

export interface Line {
  readonly measurement: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly fields: ReadonlyMap<string, FieldValue>;
  readonly time: bigint;
}

/** A text that a server cannot parse; its message is what servers say. */
export class Unparsable extends Error {}

const HEAD = /((?:[^ \\\n]|\\.)+) /y;
const FIELD = /((?:[^ ,=\\\n]|\\.)+)=(?:"((?:[^"\\]|\\.)*)"|([^ ,\n"]+))(,?)/y;
const TIME = / (-?\d+)(?:\n|$)/y;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?[iu]?$/;
const WORDS = new Map([
  ['t', true],
  ['true', true],
  ['f', false],
  ['false', false],
]);

const split = (text: string, separator: RegExp): string[] => text.split(separator);
const unescape = (text: string): string => text.replace(/\\([ ,=])/g, '$1');

function headOf(text: string): Pick<Line, 'measurement' | 'tags'> {
  const [measurement = '', ...pairs] = split(text, /(?<!\\),/);
  const tags = new Map<string, string>();
  for (const pair of pairs) {
    const [name = '', value = '', ...rest] = split(pair, /(?<!\\)=/);
    if (name === '' || value === '' || rest.length > 0) throw new Unparsable(`unable to parse '${text}': bad tag`);
    tags.set(unescape(name), unescape(value));
  }
  if (tags.has('time')) throw new Unparsable('input tag "time" is invalid');
  return { measurement: unescape(measurement), tags };
}

function valueOf(text: string | undefined, bare: string): FieldValue {
  // A backslash before anything else stands for itself.
  if (text !== undefined) return text.replace(/\\(["\\])/g, '$1');
  const word = WORDS.get(bare.toLowerCase());
  if (word !== undefined) return word;
  if (!NUMBER.test(bare)) throw new Unparsable(`unable to parse '${bare}': invalid number`);
  return Number(bare.replace(/[iu]$/, ''));
}

/** Lines with times in nanoseconds, as line protocol describes them. */
export function* linesOf(body: string): Generator<Line> {
  const heads = new Map<string, Pick<Line, 'measurement' | 'tags'>>();
  let at = 0;
  const next = (pattern: RegExp, what: string): RegExpExecArray => {
    pattern.lastIndex = at;
    const found = pattern.exec(body);
    if (found === null) throw new Unparsable(`unable to parse '${body.slice(at, at + 40)}': missing ${what}`);
    at = pattern.lastIndex;
    return found;
  };
  while (at < body.length) {
    const text = next(HEAD, 'fields')[1] ?? '';
    const head = heads.get(text) ?? headOf(text);
    heads.set(text, head);
    const fields = new Map<string, FieldValue>();
    for (let more = true; more;) {
      const [, name = '', quoted, bare = '', comma] = next(FIELD, 'field value');
      fields.set(unescape(name), valueOf(quoted, bare));
      more = comma === ',';
    }
    yield { ...head, fields, time: BigInt(next(TIME, 'time')[1] ?? '') };
  }
}
