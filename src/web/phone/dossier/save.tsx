import { papersOf } from '../../../client/dossier/match.js';
import type { Answers } from '../../../client/dossier/match.js';
import { type DossierId, theDossier } from '../../../core/dossiers.js';
import { SAVING_WAYS, useSaving } from '../../dossier/use-saving.js';
import { Icon } from '../../ui/icons.js';
import { Title, Told } from '../../ui/parts.js';
import { engine } from '../engine/engine.js';
import { sentenceOf } from '../troubles.js';
import type { OfficeProps } from './dossier-props.js';
import { useDossier } from './use-dossier.js';
import { Wait } from '../loading.js';

/** As one PDF, to print or to send; or as one file for each piece, as portals ask for. */
export const Save = ({
  app,
  said,
  office,
  id,
  answers,
}: OfficeProps & { readonly id: DossierId; readonly answers: Answers }) => {
  const { looked } = useDossier(theDossier(id), answers);
  const { busy, told, fault, save } = useSaving({
    id,
    said,
    office,
    matched: looked?.matched ?? null,
    read: ({ view }) => engine().content(view),
    sentenceOf: (error) => sentenceOf(app.words, error),
  });
  const isEmpty = looked !== null && papersOf(looked.matched).length === 0;
  return (
    <section class="screen">
      <Title>{said.saveTitle}</Title>
      {isEmpty && <p>{said.nothing}</p>}
      <div class="choices ways">
        {!isEmpty &&
          SAVING_WAYS.map((one) => (
            <button
              key={one.ending}
              type="button"
              class="choice way"
              aria-disabled={busy || !looked ? 'true' : undefined}
              onClick={() => void save(one.ending)}
            >
              <Icon name={one.icon} />
              <span>{said[one.ending]}</span>
            </button>
          ))}
      </div>
      {busy && <Wait words={app.words} />}
      <p class="fault" role="alert">
        {fault}
      </p>
      <Told text={told} tone="good" />
      <p class="soft">{said.plain}</p>
    </section>
  );
};
