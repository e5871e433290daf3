import { KEY_ID, SECRET_KEY, StandIn } from './stand-in.js';

/** A stand-in with a market: history in every range, and quotes of everything that is subscribed. */
export async function startMarket(keys = { keyId: KEY_ID, secretKey: SECRET_KEY }): Promise<StandIn> {
  const standIn = await StandIn.start(keys);
  standIn.rest = ({ pathname, searchParams }) => {
    const resource = pathname.slice(pathname.lastIndexOf('/') + 1);
    const symbol = searchParams.get('symbols') ?? '';
    const t = searchParams.get('start');
    const bar = { t, o: 186.0123, h: 187, l: 185.5, c: 186.5, v: 12_345, n: 210, vw: 186.2 };
    const trade = { t, x: 'V', p: 186.5, s: 100, c: ['@'], i: 1, z: 'C' };
    const items = { bars: [bar], trades: [trade] }[resource] ?? [];
    return { body: JSON.stringify({ [resource]: { [symbol]: items }, next_page_token: null }) };
  };
  standIn.every(50, () => {
    const t = new Date().toISOString();
    const symbols = standIn.subscribed.filter((one) => one.startsWith('quotes/')).map((one) => one.slice(7));
    const quotes = symbols.map((S) => ({ T: 'q', S, bx: 'V', bp: 186.49, bs: 200, ax: 'V', ap: 186.51, as: 100, t }));
    if (quotes.length > 0) standIn.send(JSON.stringify(quotes));
  });
  return standIn;
}
