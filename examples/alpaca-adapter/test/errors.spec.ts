import { describe, expect, it } from '@jest/globals';
import { quotable, streamFailure } from '../src/errors.js';

describe('an error of the stream', () => {
  it.each([
    [410, 'request', 'KIND_UNSUPPORTED'],
    [411, 'login', 'ADAPTER_FAILED'],
    [499, 'connection', 'ADAPTER_FAILED'],
    ['402', 'connection', 'ADAPTER_FAILED'],
  ])('%s is about the %s', (venueCode, scope, code) => {
    expect(streamFailure(venueCode, 'words')).toMatchObject({ scope, error: { code } });
  });
});

describe('words of the venue', () => {
  it('are quoted without the keys, and not at any length', () => {
    expect(quotable('key AB with CD', ['CD', 'AB'])).toBe('key *** with ***');
    expect(quotable('x'.repeat(10_000), [])).toHaveLength(200);
    expect(quotable({ text: 'no text' }, [])).toBe('');
  });
});
