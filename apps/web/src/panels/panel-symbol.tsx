import { useEffect } from 'react';
import { LINK_COLOURS, type LinkColour } from '../layout/links.js';
import { useDeskLayout } from '../layout/layout-context.js';
import type { PanelProps } from '../layout/dock.js';
import type { SymbolRef } from '../market/address.js';
import { desk } from '../store/desk-slice.js';
import { useApp, useSend } from '../store/store.js';

export interface PanelSymbol {
  readonly symbol: SymbolRef | undefined;
  readonly choose: (symbol: SymbolRef) => void;
  readonly link: LinkColour | undefined;
  readonly setLink: (link: LinkColour | undefined) => void;
}

const isLink = (value: unknown): value is LinkColour => LINK_COLOURS.includes(value as LinkColour);

/** Keeps a parameter of a panel in its layout. */
export function useParameter<T>(
  { api, params }: PanelProps,
  name: string,
): readonly [T | undefined, (value: T) => void] {
  const layout = useDeskLayout();
  const set = (value: T) => {
    api.updateParameters({ ...api.getParameters(), [name]: value });
    layout.touched();
  };
  return [params[name] as T | undefined, set];
}

/** The instrument of a panel: that of its colour, or its own. The first instrument there is, when nobody chose one yet. */
export function usePanelSymbol(props: PanelProps): PanelSymbol {
  const [stored, setStored] = useParameter<string | undefined>(props, 'link');
  const [own, setOwn] = useParameter<SymbolRef>(props, 'symbol');
  const link = isLink(stored) ? stored : undefined;
  const linked = useApp((state) => (link ? state.desk.links[link] : undefined));
  const first = useApp((state) => state.desk.instruments[0]);
  const send = useSend();
  const symbol = link ? linked : own;

  useEffect(() => {
    if (!symbol && first && link) {
      send(desk.linked({ colour: link, symbol: { venue: first.venue, symbol: first.symbol } }));
    }
  }, [symbol, first, link, send]);

  const choose = (chosen: SymbolRef) => {
    if (link) send(desk.linked({ colour: link, symbol: chosen }));
    else setOwn(chosen);
  };
  const setLink = (next: LinkColour | undefined) => {
    if (!next && symbol) setOwn(symbol);
    setStored(next);
  };
  return { symbol: symbol ?? (first && { venue: first.venue, symbol: first.symbol }), choose, link, setLink };
}

const order: readonly (LinkColour | undefined)[] = [...LINK_COLOURS, undefined];

/** Goes through the colours and none; forms differ too. */
export function LinkPicker({ link, setLink }: Pick<PanelSymbol, 'link' | 'setLink'>) {
  const next = order[(order.indexOf(link) + 1) % order.length];
  const label = `${link ? `Linked: ${link}` : 'Not linked'}. Press for ${next ?? 'no link'}`;
  return (
    <button
      type="button"
      className="link-picker"
      data-link={link ?? 'none'}
      aria-label={label}
      title={label}
      onClick={() => setLink(next)}
    />
  );
}
