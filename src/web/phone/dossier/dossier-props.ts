import type { DossierWords } from '../../i18n/phone/dossier/words.js';
import type { PhoneWords } from '../../i18n/phone/words.js';
import type { ScreenProps } from '../app-context.js';

/** What leaves the phone is named in the language of the offices that take it, which need not be the person's. */
export interface OfficeWords {
  readonly names: DossierWords['names'];
  readonly pieces: DossierWords['pieces'];
  readonly kinds: PhoneWords['kinds'];
}

/** What every screen about dossiers gets. */
export interface DossierProps extends ScreenProps {
  readonly said: DossierWords;
}

/** And those from which something leaves the phone. */
export interface OfficeProps extends DossierProps {
  readonly office: OfficeWords;
}
