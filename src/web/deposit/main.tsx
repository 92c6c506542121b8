import { fragment } from '../fragment.js';
import { DEPOSIT } from '../i18n/deposit/catalogues.js';
import { begin } from '../ui/begin.js';
import './deposit.css';
import '../ui/icon.svg?url';
import { App } from './app.js';

await begin(DEPOSIT, (first, loadWords) => <App fragment={fragment} first={first} loadWords={loadWords} />);
