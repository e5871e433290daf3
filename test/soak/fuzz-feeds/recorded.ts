import type { RecordedAnswer, RecordedEvent, RecordedVenue } from '@bourseworks/feeds';
import type { Fuzzed, Told } from './fuzzed.js';

/** What was recorded of a venue; `answers` come before all messages, `isAnswer` tells those among the texts. */
export interface Recording {
  readonly answers: readonly RecordedAnswer[];
  readonly texts: readonly string[];
  /** Address of a text that is an answer; undefined for a message of the stream. */
  readonly urlOf?: (text: string) => string | undefined;
}

const START_US = 1_700_000_000_000_000;

/** The reader of a venue's recordings: parser, mapper and books. */
export function fuzzedRecording(name: string, venue: RecordedVenue, recording: Recording, told: Told): Fuzzed {
  const market = venue.open(recording.answers);
  const feed = market.feed();
  let us = START_US;
  const tell = (events: readonly RecordedEvent[]): void => {
    for (const { instrument, event } of events) told.take(`${name} ${instrument.symbol}`, event);
  };
  const begin = (): void => {
    tell(feed.reconnected(us, 0));
    for (const answer of recording.answers) tell(feed.answered?.({ ...answer, receivedUs: us }) ?? []);
  };
  begin();
  return {
    name,
    texts: recording.texts,
    accept: (text) => {
      us += 1_000;
      const url = recording.urlOf?.(text);
      tell(
        url === undefined
          ? feed.accept(text, us, 7)
          : (feed.answered?.({ url, text, receivedUs: us, receivedNs: 7 }) ?? []),
      );
    },
    restart: begin,
  };
}
