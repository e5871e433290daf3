import type { TabMessage, Tabs } from './token-keeper.js';

const NAME = 'bourseworks-session';

/** Web Locks and a BroadcastChannel; a browser without locks still has one refresh at a time in each tab. */
export function browserTabs(): Tabs {
  const channel = new BroadcastChannel(NAME);
  return {
    post: (message) => channel.postMessage(message),
    listen: (listener) => channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => listener(data)),
    exclusively: async (work) => ('locks' in navigator ? navigator.locks.request(NAME, work) : work()),
  };
}
