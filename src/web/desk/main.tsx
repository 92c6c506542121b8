import { fragment } from '../fragment.js';
import { DESK } from '../i18n/desk/catalogues.js';
import { begin } from '../ui/begin.js';
import './desk.css';
import '../ui/icon.svg?url';
import { App } from './app.js';
import { invitationIn } from './invitation-code.js';
import { leaveNothingBehind } from './leave.js';

await begin(DESK, (first, loadWords) => {
  leaveNothingBehind();
  const invitation = invitationIn(fragment);
  const poster = invitation === null ? fragment.slice(1) : '';
  return <App first={first} poster={poster} invitation={invitation ?? ''} loadWords={loadWords} />;
});
