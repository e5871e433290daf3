import { price, size } from '../lib/format.js';
import { timeOfDay } from '../lib/time.js';
import type { PanelProps } from '../layout/dock.js';
import { useStream } from '../market/use-stream.js';
import { useInstrument } from '../store/selectors.js';
import { useApp } from '../store/store.js';
import { LinkPicker, usePanelSymbol } from './panel-symbol.js';
import { StreamBadge } from './stream-badge.js';

const SHOWN = 80;

export function TapePanel(props: PanelProps) {
  const linked = usePanelSymbol(props);
  const entry = useStream(linked.symbol, 'trade');
  const instrument = useInstrument(linked.symbol);
  const zone = useApp(({ desk }) => desk.zone);
  const trades = entry?.state.trades.slice(0, SHOWN) ?? [];
  return (
    <div className="panel">
      <div className="panel__bar">
        <LinkPicker {...linked} />
        <span className="panel__symbol">{linked.symbol?.symbol}</span>
        <span className="space" />
        <StreamBadge symbol={linked.symbol} kind="trade" />
      </div>
      <div className="panel__body" tabIndex={0} role="region" aria-label="Trades of the market">
        {trades.length === 0 && <div className="empty">No trade yet</div>}
        <table className="tape">
          <tbody>
            {trades.map(({ time, price: at, quantity, aggressor }, index) => (
              <tr key={`${time}-${trades.length - index}`}>
                <td>{timeOfDay(time, zone)}</td>
                <td className={aggressor === 'BUY' ? 'up' : 'down'}>
                  {aggressor === 'BUY' ? '▲' : '▼'} {price(at, instrument?.priceScale ?? 2)}
                </td>
                <td>{size(quantity)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
