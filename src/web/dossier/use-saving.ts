import { useState } from 'preact/hooks';
import { dossierName } from '../../client/dossier/names.js';
import type { Candidate, MatchedPiece } from '../../client/dossier/match.js';
import { type DossierId, theDossier } from '../../core/dossiers.js';
import type { DossierWords } from '../i18n/phone/dossier/words.js';
import type { IconName } from '../ui/icons.js';
import { saveFile } from '../ui/save-file.js';
import { makePdf, makeZip } from './making.js';
import { type OfficeWords, wordIn } from './office.js';

/** As one PDF, to print or to send; or as one file for each piece, as portals ask for. */
export const SAVING_WAYS = [
  { ending: 'pdf', icon: 'file' },
  { ending: 'zip', icon: 'list' },
] as const satisfies readonly { readonly ending: 'pdf' | 'zip'; readonly icon: IconName }[];
export type SavingWay = (typeof SAVING_WAYS)[number]['ending'];

interface Saving<P extends Candidate> {
  readonly id: DossierId;
  readonly said: DossierWords;
  readonly office: OfficeWords;
  readonly matched: readonly MatchedPiece<P>[] | null;
  /** The bytes of a paper, verified whole. */
  readonly read: (paper: P) => Promise<Uint8Array>;
  readonly sentenceOf: (error: unknown) => string;
  /** Told once a file was handed over. */
  readonly onSaved?: () => void;
}

/** Makes the files of a dossier and hands them to the browser; what is left out or may be refused is said. */
export const useSaving = <P extends Candidate>({
  id,
  said,
  office,
  matched,
  read,
  sentenceOf,
  onSaved,
}: Saving<P>) => {
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState('');
  const [fault, setFault] = useState('');
  const save = async (ending: SavingWay): Promise<void> => {
    if (busy || !matched) return;
    setBusy(true);
    setTold('');
    setFault('');
    try {
      const { portal } = theDossier(id);
      const wanted = { matched, portal, word: wordIn(office), read };
      const { bytes, leftOut, refusable } = await (ending === 'pdf' ? makePdf(wanted) : makeZip(wanted));
      saveFile(`${dossierName(office.names[id])}.${ending}`, bytes);
      onSaved?.();
      const warnings = [leftOut > 0 && said.leftOut(leftOut), refusable > 0 && said.refusable(refusable)];
      setTold(said.saved);
      setFault(warnings.filter((one) => one !== false).join(' '));
    } catch (error) {
      setFault(sentenceOf(error));
    }
    setBusy(false);
  };
  return { busy, told, fault, save };
};
