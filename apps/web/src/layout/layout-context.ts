import { createContext, useContext } from 'react';
import type { DeskLayout } from './desk-layout.js';

export const LayoutContext = createContext<DeskLayout | undefined>(undefined);

export function useDeskLayout(): DeskLayout {
  const layout = useContext(LayoutContext);
  if (!layout) throw new Error('outside of the workstation');
  return layout;
}
