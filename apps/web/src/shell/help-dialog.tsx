import { Fragment } from 'react';
import { HOTKEYS } from '../hotkeys/hotkeys.js';
import { Dialog } from './dialog.js';

export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      {HOTKEYS.map(({ title, keys }) => (
        <section key={title}>
          <h3 className="menu__title">{title}</h3>
          <dl className="keys">
            {keys.map(({ keys: parts, does }) => (
              <Fragment key={does}>
                <dt>
                  {parts.map((part, index) => (
                    <Fragment key={part}>
                      {index > 0 && ' '}
                      <kbd>{part}</kbd>
                    </Fragment>
                  ))}
                </dt>
                <dd>{does}</dd>
              </Fragment>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
