import { SystemClock } from '@bourseworks/ports';
import { KeptStore } from '../history/cache/kept-store.js';
import { giveWay } from '../threads/give-way.js';
import { openThread } from '../threads/thread-port.js';
import { RecordedPoints } from './recorded-points.js';
import { Recordings } from './recordings.js';
import type { FromRecorder, ToRecorder } from './recorder-protocol.js';

giveWay();
const { data, post } = openThread<ToRecorder, FromRecorder>((message) => {
  switch (message.type) {
    case 'open':
      return recordings.open(message);
    case 'batch':
      recordings.batch(message);
      return post({ type: 'taken', bytes: message.bytes.length });
    case 'hole':
      return recordings.hole(message.stream);
    case 'book':
      return recordings.book(message);
    case 'close':
      return recordings.close(message.stream);
    case 'end':
      return void recordings.finish().then(() => post({ type: 'ended' }));
  }
});
const { recorder, recorded } = data;
if (recorder === undefined || recorded === undefined) throw new Error('the recorder was not told where to write');
const clock = new SystemClock();
const store = new KeptStore(recorded, clock, ({ code, message }) =>
  post({ type: 'store-trouble', code, reason: message }),
);
const points = new RecordedPoints(store, clock, (written, lost) => recordings.stored(written, lost));
const recordings = new Recordings(recorder, clock, points, post);
