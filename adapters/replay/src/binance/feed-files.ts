import { join } from 'node:path';
import { US_PER_DAY } from '@bourseworks/domain';
import { dateUs } from '../files/local-day.js';
import { LineReader, type FeedLine } from './feed-line.js';
import { gzipLines } from '../files/text-lines.js';
import { SLACK_US } from './messages.js';
import type { RecordedDay, Recording } from './recordings.js';

/** Files looked through for the snapshot of a book that goes over midnight. */
const MAX_DAYS_BACK = 7;

export interface TimeRange {
  readonly fromUs: number;
  readonly toUs: number;
}

/** The files of one symbol, read as one feed. */
export class FeedFiles {
  constructor(
    private readonly folder: string,
    private readonly recording: Recording,
  ) {}

  /** Whether a file is of a day that overlaps the range. */
  cover(range: TimeRange): boolean {
    return this.overlapping(range, 0).length > 0;
  }

  /**
   * Lines of the files that may hold the range, in order, in batches of bounded size, beginning with the file's first line. A
   * recorder may turn to the next file a little early or late: its clock is not the one that ended the day. `book`: from a file on that has a snapshot before the range, if there is one.
   */
  async *lines(range: TimeRange, book: boolean): AsyncGenerator<readonly FeedLine[]> {
    const days = this.overlapping(range, SLACK_US);
    if (days.length > 0 && book) days.unshift(...(await this.daysWithSnapshotBefore(days[0], range.fromUs)));
    const reader = new LineReader(this.recording.symbol);
    for (const day of days) yield* this.day(day, reader);
  }

  private overlapping({ fromUs, toUs }: TimeRange, slackUs: number): RecordedDay[] {
    return this.recording.files.filter(({ date }) => {
      const startUs = dateUs(date);
      return startUs - slackUs < toUs && startUs + US_PER_DAY + slackUs > fromUs;
    });
  }

  private async *day({ name, date }: RecordedDay, reader: LineReader): AsyncGenerator<readonly FeedLine[]> {
    const startUs = dateUs(date);
    const within = { fromUs: startUs - SLACK_US, toUs: startUs + US_PER_DAY + SLACK_US };
    let number = 0;
    for await (const texts of gzipLines(join(this.folder, name), name)) {
      const lines: FeedLine[] = [];
      try {
        for (const text of texts) {
          number++;
          if (text === '') continue;
          const line = reader.read(text, name, number);
          if (line.us < within.fromUs || line.us >= within.toUs) throw line.fail(`the time is not of the day ${date}`);
          lines.push(line);
        }
      } catch (error) {
        // What stood before a bad line is good, and may be all that is asked for.
        yield lines;
        throw error;
      }
      yield lines;
    }
  }

  /** The days before `first` from which its book goes on: none when it has a snapshot itself before `fromUs`. */
  private async daysWithSnapshotBefore(first: RecordedDay, fromUs: number): Promise<readonly RecordedDay[]> {
    const { files } = this.recording;
    const at = files.indexOf(first);
    for (let back = 0; back <= Math.min(MAX_DAYS_BACK, at); back++) {
      if (await this.hasSnapshotBefore(files[at - back], fromUs)) return files.slice(at - back, at);
    }
    return [];
  }

  private async hasSnapshotBefore(day: RecordedDay, fromUs: number): Promise<boolean> {
    for await (const lines of this.day(day, new LineReader(this.recording.symbol))) {
      for (const line of lines) {
        if (line.us >= fromUs) return false;
        if (line.channel === 'snapshot') return true;
      }
    }
    return false;
  }
}
