import { describe, expect, it } from '@jest/globals';
import { messageFrame, parseFrame } from '../testing/raw-frames.js';
import { decodeHeader, encodeFrame, findParam, standardParam, TopicScanner } from './smf-header.js';

function frameWithParams(hex: string): Buffer {
  const params = Buffer.from(hex, 'hex');
  const head = Buffer.from('030d00ff0000000000000000', 'hex');
  head.writeUInt32BE(12 + params.length, 4);
  head.writeUInt32BE(12 + params.length, 8);
  return Buffer.concat([head, params]);
}

function topicOf(frame: Buffer): string | null {
  const scanner = new TopicScanner();
  return scanner.scan(frame, 0) ? frame.toString('latin1', scanner.topicStart, scanner.topicEnd) : null;
}

describe('decodeHeader', () => {
  it('reads an observed keepalive', () => {
    expect(decodeHeader(Buffer.from('038b00020000000c0000000c', 'hex'), 0)).toMatchObject({
      ok: true,
      value: { flags: 0, protocol: 0x0b, unknownHandling: 2, correlationTag: null, params: [], bodyStart: 12 },
    });
  });

  it('reads tag, padding, short and long parameters', () => {
    const frame = frameWithParams('23010203' + '00' + '100302' + '1800000000096100' + '00');
    const header = decodeHeader(frame, 0);
    if (!header.ok) throw new Error(header.detail);
    expect(header.value.correlationTag).toBe(0x010203);
    expect(findParam(header.value.params, 0x10)).toEqual({ type: 0x10, start: 19, end: 20 });
    expect(findParam(header.value.params, 0x18)).toMatchObject({ end: 29 });
  });

  it.each([
    ['a length over the header', '10ff02'],
    ['a length below its own head', '1001'],
    ['a long length below its own head', '100000000003'],
    ['a long length cut off', '1000000000'],
    ['a lone type byte', '10'],
    ['a lightweight parameter over the header', '23'],
  ])('refuses %s', (_what, hex) => {
    expect(decodeHeader(frameWithParams(hex), 0)).toMatchObject({ ok: false, code: 'MALFORMED_FRAME' });
  });

  it('bounds the number of parameters', () => {
    expect(decodeHeader(frameWithParams('1002'.repeat(100)), 0)).toMatchObject({ ok: false });
  });
});

describe('TopicScanner', () => {
  it('finds the topic behind other parameters', () => {
    expect(topicOf(messageFrame('a/b/c', 'x'))).toBe('a/b/c');
    expect(topicOf(frameWithParams('23010203' + '00' + '100302' + '1804' + '6100'))).toBe('a');
    expect(topicOf(frameWithParams('180000000008' + '6100'))).toBe('a');
  });

  it.each([
    ['no topic', '100302'],
    ['an empty topic', '180300'],
    ['a topic over the header', '18096100'],
    ['a parameter that does not advance', '1001' + '18046100'],
    ['no parameter', ''],
  ])('refuses %s', (_what, hex) => {
    expect(topicOf(frameWithParams(hex))).toBeNull();
  });

  it('refuses a topic above 250 bytes', () => {
    expect(topicOf(messageFrame('x'.repeat(250), ''))).toHaveLength(250);
    expect(topicOf(messageFrame('x'.repeat(251), ''))).toBeNull();
  });
});

describe('encodeFrame', () => {
  it('writes tag, response and body', () => {
    const bytes = encodeFrame({
      protocol: 0x0f,
      correlationTag: 0x0a0b0c,
      response: { code: 403, text: 'no' },
      body: Buffer.from('body'),
    });
    expect(bytes.toString('hex')).toBe(
      '030f0001' + '00000018' + '0000001c' + '230a0b0c' + '0808000001936e6f' + '626f6479',
    );
    expect(parseFrame(bytes)).toMatchObject({ protocol: 0x0f, tag: 0x0a0b0c, code: 403, text: 'no' });
  });

  it('uses the long form where one byte cannot hold the length', () => {
    expect(standardParam(0x18, Buffer.alloc(253))).toHaveLength(255);
    const long = standardParam(0x18, Buffer.alloc(254));
    expect(long.subarray(0, 6).toString('hex')).toBe('180000000104');
    expect(long).toHaveLength(260);
  });
});
