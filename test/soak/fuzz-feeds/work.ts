/** Lengths of messages, up to so many characters. */
const CLASSES = [256, 1_024, 4_096, 16_384, 65_536, Number.POSITIVE_INFINITY];
/** The first class of long messages, and messages that say something about it. */
const LONG = 4;
const ENOUGH = 20;
/** What a character of a long message may take, in terms of one of the messages below. */
const MOST = 16;

interface Done {
  messages: number;
  characters: number;
  told: number;
  ms: number;
}

const nothing = (): Done => ({ messages: 0, characters: 0, told: 0, ms: 0 });

/** How much comes of messages, and how long they take, by their length: neither may grow faster than they do. */
export class Work {
  private readonly classes = CLASSES.map(nothing);
  private readonly readers = new Map<string, Done>();

  /** `told`: events and levels of books. */
  add(reader: string, characters: number, told: number, ms: number): void {
    let ofReader = this.readers.get(reader);
    if (ofReader === undefined) this.readers.set(reader, (ofReader = nothing()));
    for (const done of [ofReader, this.classes[CLASSES.findIndex((most) => characters <= most)]]) {
      done.messages++;
      done.characters += characters;
      done.told += told;
      done.ms += ms;
    }
  }

  problems(): readonly string[] {
    const problems: string[] = [];
    for (const [reader, { characters, told }] of this.readers)
      if (told > characters) problems.push(`${reader}: ${told} events and levels of ${characters} characters`);
    const short = sum(this.classes.slice(0, LONG));
    const long = sum(this.classes.slice(LONG));
    const most = (MOST * short.ms * long.characters) / short.characters;
    if (long.messages >= ENOUGH && long.ms > most)
      problems.push(`${long.messages} long messages took ${long.ms} ms, where ${most} ms are the most`);
    return problems;
  }

  byReader(): [string, number][] {
    return [...this.readers].map(([reader, { told }]) => [reader, told]);
  }

  byLength(): Readonly<Record<string, unknown>>[] {
    return this.classes.map(({ messages, characters, told, ms }, at) => ({
      upTo: Number.isFinite(CLASSES[at]) ? CLASSES[at] : 'any',
      messages,
      told,
      nsPerCharacter: characters === 0 ? 0 : Math.round((ms * 1e6) / characters),
    }));
  }
}

function sum(all: readonly Done[]): Done {
  const total = nothing();
  for (const { messages, characters, told, ms } of all) {
    total.messages += messages;
    total.characters += characters;
    total.told += told;
    total.ms += ms;
  }
  return total;
}
