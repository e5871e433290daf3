import { useState, type KeyboardEvent } from 'react';
import type { PanelProps } from '../layout/dock.js';
import { sameSymbol, type SymbolRef } from '../market/address.js';
import { PlusIcon, TrashIcon } from '../shell/icons.js';
import { LinkPicker, useParameter, usePanelSymbol, type PanelSymbol } from './panel-symbol.js';
import { InstrumentFinder } from './instrument-finder.js';
import { WatchRow } from './watch-row.js';
import { useWatchlists, type Watchlists } from './watchlists.js';

interface ChoiceProps {
  readonly data: Watchlists;
  readonly onChoose: (id: string) => void;
}

function ListChoice({ data: { lists, list, create, remove }, onChoose }: ChoiceProps) {
  const [naming, setNaming] = useState(false);
  if (naming) {
    const done = async (name: string) => {
      setNaming(false);
      const id = name.trim() === '' ? undefined : await create(name.trim());
      if (id !== undefined) onChoose(id);
    };
    return (
      <input
        className="input finder"
        aria-label="Name of the new watchlist"
        placeholder="Name"
        autoFocus
        maxLength={64}
        onBlur={() => setNaming(false)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void done(event.currentTarget.value);
          if (event.key === 'Escape') setNaming(false);
        }}
      />
    );
  }
  return (
    <>
      <select aria-label="Watchlist" value={list?.id ?? ''} onChange={({ target }) => onChoose(target.value)}>
        {!list && <option value="">Watchlist</option>}
        {lists.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="icon-button"
        aria-label="New watchlist"
        title="New watchlist"
        onClick={() => setNaming(true)}
      >
        <PlusIcon />
      </button>
      {lists.length > 1 && list && !list.isDefault && (
        <button
          type="button"
          className="icon-button"
          aria-label={`Delete the watchlist ${list.name}`}
          title="Delete this watchlist"
          onClick={() => void remove(list.id)}
        >
          <TrashIcon />
        </button>
      )}
    </>
  );
}

const refOf = ({ symbol, exchange }: { readonly symbol: string; readonly exchange: string }): SymbolRef => ({
  venue: exchange,
  symbol,
});

function Rows({ data, linked }: { readonly data: Watchlists; readonly linked: PanelSymbol }) {
  const items = data.list?.items ?? [];
  const at = items.findIndex((item) => sameSymbol(refOf(item), linked.symbol));

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && event.altKey) void data.move(at, at + step);
    else if (step !== undefined) {
      const next = Math.min(Math.max(at + step, 0), items.length - 1);
      const item = items[next];
      if (item) linked.choose(refOf(item));
      event.currentTarget.querySelectorAll<HTMLElement>('tbody tr')[next]?.focus();
    } else if (event.key === 'Delete' && items[at]) void data.take(items[at].id);
    else return;
    event.preventDefault();
  };

  return (
    <table className="watch" role="grid" aria-label="Watchlist" onKeyDown={onKeyDown}>
      <thead>
        <tr>
          <th scope="col">Instrument</th>
          <th scope="col">Bid</th>
          <th scope="col">Ask</th>
          <th scope="col">Day</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item, index) => (
          <WatchRow
            key={item.id}
            symbol={refOf(item)}
            isSelected={index === at}
            isStop={index === Math.max(at, 0)}
            onSelect={() => linked.choose(refOf(item))}
          />
        ))}
      </tbody>
    </table>
  );
}

export function WatchlistPanel(props: PanelProps) {
  const linked = usePanelSymbol(props);
  const [wanted, setWanted] = useParameter<string>(props, 'list');
  const data = useWatchlists(wanted);
  const isEmpty = data.list?.items.length === 0;
  return (
    <div className="panel" data-testid="watchlist-panel">
      <div className="panel__bar">
        <LinkPicker {...linked} />
        <ListChoice data={data} onChoose={setWanted} />
        <InstrumentFinder label="Add instrument" onPick={(instrument) => void data.add(instrument)} />
      </div>
      <div className="panel__body" tabIndex={-1}>
        {isEmpty ? (
          <div className="empty">
            <strong>This list is empty</strong>
            Add an instrument above.
          </div>
        ) : (
          <Rows data={data} linked={linked} />
        )}
      </div>
    </div>
  );
}
