import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { App } from './app.js';
import { startSession } from './session/keep-alive.js';
import { store } from './store/store.js';
import './styles/tokens.css';
import './styles/base.css';
import './styles/auth.css';

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
