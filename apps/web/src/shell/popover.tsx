import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly side: 'left' | 'right';
  readonly role?: 'dialog' | 'alertdialog';
  readonly className?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Hangs below the element that holds it; a click elsewhere or Escape closes it. */
export function Popover({ label, side, role = 'dialog', className = '', onClose, children }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useEffect(() => {
    const before = document.activeElement;
    const elsewhere = (event: PointerEvent) => {
      const holder = ref.current?.parentElement;
      if (holder && event.target instanceof Node && !holder.contains(event.target)) close.current();
    };
    document.addEventListener('pointerdown', elsewhere, true);
    return () => {
      document.removeEventListener('pointerdown', elsewhere, true);
      // The focus was inside: it went with the popover.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close.current();
  };

  return (
    <div
      ref={ref}
      role={role}
      aria-label={label}
      className={`popover popover--${side} ${className}`}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}
