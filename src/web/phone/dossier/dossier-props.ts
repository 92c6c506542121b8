import type { OfficeWords } from '../../dossier/office.js';
import type { DossierWords } from '../../i18n/phone/dossier/words.js';
import type { ScreenProps } from '../app-context.js';

/** What every screen about dossiers gets. */
export interface DossierProps extends ScreenProps {
  readonly said: DossierWords;
}

/** And those from which something leaves the phone. */
export interface OfficeProps extends DossierProps {
  readonly office: OfficeWords;
}
