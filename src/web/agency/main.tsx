import { fragment } from '../fragment.js';
import { AGENCY } from '../i18n/agency/catalogues.js';
import { begin } from '../ui/begin.js';
import './agency.css';
import '../ui/icon.svg?url';
import { App } from './app.js';

await begin(AGENCY, (first, loadWords) => <App fragment={fragment} first={first} loadWords={loadWords} />);
