import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { CloseIcon } from './icons.js';

interface Props {
  readonly title: string;
  readonly small?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const focusable = 'button:not(:disabled), input:not(:disabled), select:not(:disabled), a[href], [tabindex="0"]';

/** Tab goes round the dialog and the kill switch, which stays in reach over everything. */
function keepInside(event: KeyboardEvent, dialog: HTMLElement): void {
  const kill = document.querySelector<HTMLElement>('[data-testid="kill-button"]');
  const stops = [...dialog.querySelectorAll<HTMLElement>(focusable), ...(kill ? [kill] : [])];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = stops[(at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length];
  event.preventDefault();
  next?.focus();
}

export function Dialog({ title, small = false, onClose, children }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    const before = document.activeElement;
    const dialog = ref.current;
    (dialog?.querySelector<HTMLElement>('[data-first]') ?? dialog)?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  // What had the focus may have gone with a change; keys would then go past the dialog.
  useEffect(() => {
    if (document.activeElement === document.body) ref.current?.focus();
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
    if (event.key === 'Tab' && ref.current) keepInside(event, ref.current);
  };

  return (
    <div className="dialog-layer" onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      <div
        ref={ref}
        role="dialog"
        aria-modal="true"
        aria-labelledby={id}
        tabIndex={-1}
        className={small ? 'dialog dialog--small' : 'dialog'}
        onKeyDown={onKeyDown}
      >
        <div className="dialog__head">
          <h2 id={id}>{title}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
            <CloseIcon />
          </button>
        </div>
        {children}
      </div>
    </div>
  );
}
