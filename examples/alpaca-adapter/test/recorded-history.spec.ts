import { expect, it } from '@jest/globals';
import type { StreamKind } from '@bourseworks/domain';
import { describeWithData } from '@bourseworks/testkit';
import { itemsOfPage, nextPageOf, parseEvent } from '../src/parse.js';
import { asWritten, expectedEvent, instrumentFor, type Written } from './oracle.js';
import { RECORDED, recorded } from './recorded.js';

const KINDS: Readonly<Record<string, StreamKind>> = { trades: 'trade', quotes: 'quote', bars: 'bar-1d' };

type Page = Readonly<Record<string, unknown>>;

describeWithData('the recorded pages of history', [RECORDED], () => {
  it.each(Object.entries(KINDS))('of %s become events, digit for digit', (resource, kind) => {
    let pages = 0;
    let events = 0;
    for (const { id, raw } of recorded((each) => each.startsWith(`rest:${resource}`))) {
      const page = JSON.parse(raw) as Page;
      const written = (asWritten(raw) as Page)[resource] as readonly Written[] | Readonly<Record<string, unknown>>;
      const symbols = Array.isArray(written) ? [String(page['symbol'])] : Object.keys(written);
      for (const symbol of symbols) {
        const here = Array.isArray(written) ? written : (written as Record<string, unknown>)[symbol];
        // The calls for the latest point alone have it without a list.
        const texts = (Array.isArray(here) ? here : [here]) as readonly Written[];
        const items = Array.isArray(here) ? itemsOfPage(page, resource, symbol) : [(page[resource] as Page)[symbol]];
        texts.forEach((text, at) => {
          const instrument = instrumentFor(symbol, text);
          const expected = expectedEvent(text, instrument, kind);
          expect({ id, ...parseEvent(items[at], instrument, kind) }).toEqual({ id, ...expected });
          events++;
        });
      }
      pages++;
    }
    expect([pages, events]).toEqual({ trades: [22, 31], quotes: [15, 31], bars: [26, 73] }[resource]);
  });

  it('tell by their token whether there are more', () => {
    const paged = recorded((kind) => /^rest:(?:trades|quotes|bars):paged$/.test(kind));
    const last = recorded((kind) => /^rest:(?:trades|quotes|bars)$/.test(kind));
    expect(paged.filter(({ raw }) => nextPageOf(JSON.parse(raw) as Page) === undefined)).toEqual([]);
    expect(last.filter(({ raw }) => nextPageOf(JSON.parse(raw) as Page) !== undefined)).toEqual([]);
    expect([paged.length, last.length]).toEqual([19, 44]);
  });
});
