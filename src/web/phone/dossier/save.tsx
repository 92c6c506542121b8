import { useState } from 'preact/hooks';
import { dossierName } from '../../../client/dossier/names.js';
import type { Answers, MatchedPiece } from '../../../client/dossier/match.js';
import { papersOf } from '../../../client/dossier/match.js';
import { type DossierId, theDossier } from '../../../core/dossiers.js';
import { Icon, type IconName } from '../../ui/icons.js';
import { Title, Told } from '../../ui/parts.js';
import { saveFile } from '../../ui/save-file.js';
import { isKindId } from '../shelf.js';
import { sentenceOf } from '../troubles.js';
import { type Made, makePdf, makeZip, type Wanted } from './making.js';
import type { OfficeProps, OfficeWords } from './dossier-props.js';
import { type Looked, type PaperOfDossier, useDossier } from './use-dossier.js';

const WAYS = [
  { ending: 'pdf', icon: 'file', make: makePdf },
  { ending: 'zip', icon: 'list', make: makeZip },
] as const satisfies readonly {
  readonly ending: 'pdf' | 'zip';
  readonly icon: IconName;
  readonly make: (wanted: Wanted) => Promise<Made>;
}[];

/** All papers of one kind: that kind's name; of several: what they prove. */
const wordIn =
  (office: OfficeWords) =>
  ({ piece, papers }: MatchedPiece<PaperOfDossier>): string => {
    const kinds = new Set(papers.map(({ kind }) => kind));
    const [only = ''] = kinds;
    return kinds.size === 1 && isKindId(only) ? office.kinds[only] : office.pieces[piece.id];
  };

const useSaving = ({ app, said, office }: OfficeProps, id: DossierId, looked: Looked | null) => {
  const word = wordIn(office);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState('');
  const [fault, setFault] = useState('');
  const save = async ({ ending, make }: (typeof WAYS)[number]): Promise<void> => {
    if (busy || !looked) return;
    setBusy(true);
    setTold('');
    setFault('');
    try {
      const { portal } = theDossier(id);
      const { bytes, leftOut, refusable } = await make({ matched: looked.matched, portal, word });
      saveFile(`${dossierName(office.names[id])}.${ending}`, bytes);
      const warnings = [leftOut > 0 && said.leftOut(leftOut), refusable > 0 && said.refusable(refusable)];
      setTold(said.saved);
      setFault(warnings.filter((one) => one !== false).join(' '));
    } catch (error) {
      setFault(sentenceOf(app.words, error));
    }
    setBusy(false);
  };
  return { busy, told, fault, save };
};

/** As one PDF, to print or to send; or as one file for each piece, as portals ask for. */
export const Save = ({
  app,
  said,
  office,
  id,
  answers,
}: OfficeProps & { readonly id: DossierId; readonly answers: Answers }) => {
  const { looked } = useDossier(theDossier(id), answers);
  const { busy, told, fault, save } = useSaving({ app, said, office }, id, looked);
  const isEmpty = looked !== null && papersOf(looked.matched).length === 0;
  return (
    <section class="screen">
      <Title>{said.saveTitle}</Title>
      {isEmpty && <p>{said.nothing}</p>}
      <div class="choices ways">
        {!isEmpty &&
          WAYS.map((one) => (
            <button
              key={one.ending}
              type="button"
              class="choice way"
              aria-disabled={busy || !looked ? 'true' : undefined}
              onClick={() => void save(one)}
            >
              <Icon name={one.icon} />
              <span>{said[one.ending]}</span>
            </button>
          ))}
      </div>
      {busy && <span class="wait" role="status" aria-label={app.words.wait} />}
      <p class="fault" role="alert">
        {fault}
      </p>
      <Told text={told} tone="good" />
      <p class="soft">{said.plain}</p>
    </section>
  );
};
