// A check of a desk's own, for RISK_CHECKS=examples/own-check.mjs#roundLots. It is asked after all others, for every order
// and replace; it answers at once and changes nothing. Quantities and prices are integers in units of the instrument.

const LOT = 100;

export function roundLots() {
  return {
    name: 'round-lots',
    check({ instrument, quantity }) {
      if (instrument.assetClass !== 'equity') return undefined;
      const shares = quantity / 10 ** instrument.qtyScale;
      if (shares % LOT === 0) return undefined;
      return { message: `${shares} shares are no round lot`, limit: String(LOT), observed: String(shares) };
    },
  };
}
