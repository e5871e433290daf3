/** What may stand in RECORD_STREAMS: `venue/symbol/kind`, with `*` for all of a level or of its rest, separated by commas. */
export const STREAM_PATTERNS = /^(?:[^,/\s]+\/[^,\s]+\/(?:\*|trade|quote|book|bar-(?:\*|\d+[smhd]))(?:,(?!$)|$))*$/;

export interface StreamName {
  readonly venue: string;
  readonly symbol: string;
  readonly kind: string;
}

/** Which streams a list of patterns names. A symbol may have slashes itself: the first and the last one part the levels. */
export class StreamPatterns {
  private readonly patterns: readonly RegExp[];

  constructor(text: string) {
    this.patterns = text === '' ? [] : text.split(',').map((pattern) => patternOf(pattern));
  }

  get isEmpty(): boolean {
    return this.patterns.length === 0;
  }

  matches({ venue, symbol, kind }: StreamName): boolean {
    // Venues and kinds have no slash.
    const name = `${venue}/${symbol}/${kind}`;
    return this.patterns.some((pattern) => pattern.test(name));
  }
}

function patternOf(text: string): RegExp {
  const first = text.indexOf('/');
  const last = text.lastIndexOf('/');
  const [venue, symbol, kind] = [text.slice(0, first), text.slice(first + 1, last), text.slice(last + 1)];
  return new RegExp(`^${level(venue, '[^/]*')}/${level(symbol, '.*')}/${level(kind, '[^/]*')}$`);
}

const level = (text: string, any: string): string =>
  text
    .split('*')
    .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join(any);
