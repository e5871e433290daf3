/**
 * An answer, or a part of one, that is bytes already: made in another thread, or kept as it came. It is sent as it is, with its
 * own content type whatever that of the request.
 */
export class SolaceEncoded {
  constructor(
    readonly bytes: Uint8Array,
    readonly contentType: string,
  ) {}
}
