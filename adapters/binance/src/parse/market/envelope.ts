import { read } from '../fields.js';
import { END, JsonScanner, LONG_NAME } from './json-scanner.js';

/** Reads the data of a message; throws DomainError DATA_FORMAT. */
export interface DataReader {
  read(scan: JsonScanner, receivedUs: number): void;
}

/** Takes messages of combined streams out of their envelope of name and data, `{"stream":"btcusdt@trade","data":{...}}`. */
export class EnvelopeReader<R extends DataReader> {
  /** Of the last message: its stream, undefined if it is of none. */
  stream: string | undefined;
  /** Who has read its data, or was about to when it could not be read; undefined if nobody wants it. */
  reader: R | undefined;
  private readonly scan = new JsonScanner();

  constructor(private readonly find: (stream: string) => R | undefined) {}

  /** Has the data read by the reader that is found for the stream. Throws DomainError DATA_FORMAT. */
  read(message: Buffer, receivedUs: number): void {
    const { scan } = this;
    this.stream = undefined;
    this.reader = undefined;
    let dataAt = -1;
    let done = false;
    scan.begin(message);
    scan.openObject();
    for (let key = scan.nextKey(); key !== END; key = scan.nextKey()) {
      if (key === LONG_NAME && scan.named('stream')) {
        this.stream = scan.string();
        this.reader = this.find(this.stream);
      } else if (key === LONG_NAME && scan.named('data')) {
        dataAt = scan.position;
        if (this.reader === undefined) scan.skip();
        else {
          this.reader.read(scan, receivedUs);
          done = true;
        }
      } else scan.skip();
    }
    scan.finish();
    if (done || this.reader === undefined) return;
    if (dataAt < 0) throw read.badData('a message without data');
    // The name stood behind the data.
    scan.return(dataAt);
    this.reader.read(scan, receivedUs);
  }
}
