import { describe, expect, it } from '@jest/globals';
import { CodecRegistry, decodeMessage, JSON_CODEC } from './codec.js';

describe('CodecRegistry', () => {
  it('has JSON by default, with or without parameters', () => {
    const codecs = new CodecRegistry();
    expect(codecs.find(undefined)).toEqual({ ok: true, value: JSON_CODEC });
    expect(codecs.find('Application/JSON; charset=utf-8')).toEqual({ ok: true, value: JSON_CODEC });
  });

  it('refuses a content type without a codec, and takes a new one', () => {
    const codecs = new CodecRegistry();
    expect(codecs.find('application/x-other')).toMatchObject({
      ok: false,
      refusal: { code: 'UNSUPPORTED_CONTENT_TYPE' },
    });
    const other = { ...JSON_CODEC, contentType: 'application/x-other' };
    expect(codecs.register(other).find('application/x-other')).toEqual({ ok: true, value: other });
    expect(() => codecs.register(other)).toThrow('registered already');
  });

  it('round-trips text beyond ASCII', () => {
    const value = { symbol: 'Ω/€', list: [1, null, true] };
    expect(JSON_CODEC.decode(JSON_CODEC.encode(value))).toEqual({ ok: true, value });
  });

  it('refuses malformed JSON without quoting it', () => {
    const refused = JSON_CODEC.decode(Buffer.from('{"password":"hunter2"'));
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'BAD_MESSAGE' } });
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  });

  it('reads a message by its own content type', () => {
    const payload = JSON_CODEC.encode({ a: 1 });
    expect(decodeMessage({ payload })).toEqual({ ok: true, value: { a: 1 } });
    expect(decodeMessage({ payload, contentType: 'application/json' })).toEqual({ ok: true, value: { a: 1 } });
    expect(decodeMessage({ payload, contentType: 'image/png' })).toMatchObject({
      ok: false,
      refusal: { code: 'UNSUPPORTED_CONTENT_TYPE' },
    });
  });
});
