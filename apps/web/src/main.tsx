import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { App, loadWorkstation } from './app.js';
import { startSession } from './session/keep-alive.js';
import { wasSignedIn } from './session/session.js';
import { store } from './store/store.js';
import './styles/tokens.css';
import './styles/base.css';
import './styles/auth.css';

const SIGN_IN_FIRST_MS = 400;

const showTheme = () => {
  document.documentElement.dataset['theme'] = store.getState().desk.theme;
};
showTheme();
store.subscribe(showTheme);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <Provider store={store}>
      <App />
    </Provider>,
  );
}
void startSession();
// Beside the question whether the session goes on; after the form is drawn where somebody has to sign in first.
if (wasSignedIn()) loadWorkstation();
else setTimeout(loadWorkstation, SIGN_IN_FIRST_MS);
