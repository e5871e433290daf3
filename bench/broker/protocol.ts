/** What the next piece of a stream is. */
export const Kind = { message: 0, answer: 1, ping: 2, note: 3 } as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** A protocol as a raw client speaks it: bytes to write, and where the pieces of what it reads begin and end. */
export interface RawProtocol {
  readonly hello: Buffer;
  readonly pong: Buffer;
  subscribe(topic: string): Buffer;
  publish(topic: string, payload: Buffer): Buffer;
  /**
   * Looks at the piece that begins at `at`: where it ends, or -1 when it is not all there before `limit`. What it is stands
   * in the fields until the next look. Throws when the other side refuses something.
   */
  next(bytes: Buffer, at: number, limit: number): number;
  readonly kind: Kind;
  readonly payloadStart: number;
  readonly payloadEnd: number;
}
