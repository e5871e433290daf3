import type { ReactNode } from 'react';

const icon = (path: ReactNode) =>
  function Icon() {
    return (
      <svg
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {path}
      </svg>
    );
  };

export const ChevronIcon = icon(<path d="m4 6 4 4 4-4" />);
export const CloseIcon = icon(<path d="m4 4 8 8M12 4l-8 8" />);
export const PlusIcon = icon(<path d="M8 3v10M3 8h10" />);
export const MaximizeIcon = icon(<path d="M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5l-4.5 4.5M2.5 13.5 7 9" />);
export const SunIcon = icon(
  <>
    <circle cx="8" cy="8" r="2.8" />
    <path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9" />
  </>,
);
export const MoonIcon = icon(<path d="M13.5 9.4A5.8 5.8 0 0 1 6.6 2.5a5.8 5.8 0 1 0 6.9 6.9Z" />);
export const HelpIcon = icon(
  <>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M6.2 6.2a1.8 1.8 0 1 1 2.6 1.7c-.6.3-.8.6-.8 1.2M8 11.4v.1" />
  </>,
);
export const UserIcon = icon(
  <>
    <circle cx="8" cy="5.4" r="2.6" />
    <path d="M2.8 13.6a5.3 5.3 0 0 1 10.4 0" />
  </>,
);
export const LayoutIcon = icon(
  <>
    <rect x="2" y="2.5" width="12" height="11" rx="1.6" />
    <path d="M2 6.2h12M9.4 6.2v7.3" />
  </>,
);
export const PowerIcon = icon(
  <>
    <path d="M8 2v5.5" />
    <path d="M4.4 4.2a5.2 5.2 0 1 0 7.2 0" />
  </>,
);
export const WarnIcon = icon(
  <>
    <path d="M8 2.2 14.6 13.6H1.4L8 2.2Z" />
    <path d="M8 6.6v3.2M8 11.6v.1" />
  </>,
);
export const TrashIcon = icon(<path d="M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9" />);
export const StarIcon = icon(<path d="m8 2 1.8 3.8 4.2.5-3.1 2.9.8 4.1L8 11.2l-3.7 2.1.8-4.1L2 6.3l4.2-.5L8 2Z" />);

/** Signs that differ in form, not in colour alone. */
export function StateSign({ phase }: { readonly phase: 'up' | 'connecting' | 'down' }) {
  return (
    <svg viewBox="0 0 10 10" aria-hidden="true">
      {phase === 'up' && <circle cx="5" cy="5" r="4" fill="currentColor" />}
      {phase === 'connecting' && <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.8" />}
      {phase === 'down' && <path d="M2 2l6 6M8 2 2 8" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />}
    </svg>
  );
}

export function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--bg-3)" />
      <path
        d="M9 23v-8M9 26v-1M9 12v1M16 21V10M16 25v-1M16 7v1"
        stroke="var(--up)"
        strokeWidth="3.6"
        strokeLinecap="round"
      />
      <path d="M23 18V9M23 22v-1M23 6v1" stroke="var(--down)" strokeWidth="3.6" strokeLinecap="round" />
    </svg>
  );
}
