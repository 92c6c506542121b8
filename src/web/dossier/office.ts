import type { Candidate, MatchedPiece } from '../../client/dossier/match.js';
import { KINDS } from '../../core/kinds.js';
import { PHONE } from '../i18n/phone/catalogues.js';
import { DOSSIER } from '../i18n/phone/dossier/catalogues.js';
import type { DossierWords } from '../i18n/phone/dossier/words.js';
import type { PhoneWords } from '../i18n/phone/words.js';

/** What leaves this machine is named in the language of the offices that take it, which need not be the person's. */
export interface OfficeWords {
  readonly names: DossierWords['names'];
  readonly pieces: DossierWords['pieces'];
  readonly kinds: PhoneWords['kinds'];
}

/** The procedures are French ones. */
export const loadOffice = async (): Promise<OfficeWords> => {
  const [{ words: dossier }, { words: phone }] = await Promise.all([DOSSIER.fr(), PHONE.fr()]);
  return { names: dossier.names, pieces: dossier.pieces, kinds: phone.kinds };
};

/** All papers of one kind: that kind's name; of several: what they prove. */
export const wordIn =
  (office: OfficeWords) =>
  ({ piece, papers }: MatchedPiece<Candidate>): string => {
    const [only, ...others] = new Set(papers.map(({ kind }) => kind));
    const known = KINDS.find(({ id }) => id === only);
    return known && others.length === 0 ? office.kinds[known.id] : office.pieces[piece.id];
  };
