import { quotePayload } from './load.js';
import { RawClient } from './raw-client.js';
import type { RawProtocol } from './protocol.js';
import type { RunningServer } from './servers.js';

const LIMIT_MS = 30_000;
const REQUEST = 1;
const ANSWER = 2;

/** A request to an echo and its answer, each through the broker. */
export class RoundTrip {
  private constructor(
    private readonly asking: RawClient,
    private readonly echo: RawClient,
    private readonly request: Buffer,
  ) {}

  static async open(server: RunningServer, protocol: () => RawProtocol): Promise<RoundTrip> {
    const asking = await RawClient.open(protocol(), server.port);
    const echo = await RawClient.open(protocol(), server.port);
    await asking.subscribe('bench/answers');
    await echo.subscribe('bench/requests');
    const answer = echo.protocol.publish('bench/answers', quotePayload(ANSWER));
    echo.onMessage = () => echo.write(answer);
    return new RoundTrip(asking, echo, asking.protocol.publish('bench/requests', quotePayload(REQUEST)));
  }

  /** Times of that many round trips, one after the other, us, ascending. */
  run(count: number): Promise<Float64Array> {
    const times = new Float64Array(count);
    const { asking, echo, request } = this;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('a request stays without its answer')), LIMIT_MS);
      let done = 0;
      let start = performance.now();
      asking.onFailure = reject;
      echo.onFailure = reject;
      asking.onMessage = (bytes, from) => {
        if (bytes.readUInt32BE(from) !== ANSWER) throw new Error('something else than the answer came');
        times[done] = (performance.now() - start) * 1_000;
        done += 1;
        if (done === count) {
          clearTimeout(timer);
          resolve(times.sort());
          return;
        }
        start = performance.now();
        asking.write(request);
      };
      asking.write(request);
    });
  }

  close(): void {
    this.asking.close();
    this.echo.close();
  }
}
