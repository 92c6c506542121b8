import type { Answers, MatchedPiece } from '../../../client/dossier/match.js';
import { papersOf } from '../../../client/dossier/match.js';
import { conditionsOf, type DossierId, theDossier } from '../../../core/dossiers.js';
import { Icon, type IconName } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import { PiecePicture } from '../../dossier/piece-picture.js';
import { sentenceOf } from '../troubles.js';
import type { DossierProps, OfficeProps } from './dossier-props.js';
import { type Looked, type PaperOfDossier, useDossier } from './use-dossier.js';
import { Failed, Wait } from '../loading.js';

type Row = MatchedPiece<PaperOfDossier>;

const SIGNS: Readonly<Record<Row['state'], IconName>> = {
  there: 'check',
  endsSoon: 'clock',
  tooOld: 'calendar',
  ended: 'close',
  missing: 'camera',
};

const isOptional = ({ state, isNeeded }: Row): boolean => state === 'missing' && !isNeeded;

/** A piece with its mark. A tap shows the paper that is there, or brings the one that is not. */
const PieceRow = ({ app: { way }, said, row }: DossierProps & { readonly row: Row }) => {
  const { piece, state, papers } = row;
  const [first] = papers;
  const isWell = state === 'there' || state === 'endsSoon';
  const bring = (): void => {
    if (piece.kinds.length > 1) way.go({ name: 'dossierBring', piece });
    else way.go({ name: 'camera', kind: piece.kinds[0] });
  };
  const press = (): void => {
    if (isWell && first) way.go({ name: 'paper', paper: first.view });
    else bring();
  };
  const asked = piece.count ?? 1;
  const mark = isOptional(row) ? said.wanted : said.states[state];
  return (
    <li>
      <button type="button" class="piece" data-state={isOptional(row) ? 'optional' : state} onClick={press}>
        <PiecePicture piece={piece} />
        <span class="piece-words">
          <span class="paper-name">{said.pieces[piece.id]}</span>{' '}
          <span class="mark">
            {mark}
            {asked > 1 && ` · ${said.count(papers.length, asked)}`}
          </span>
        </span>
        <span class="sign">
          <Icon name={SIGNS[state]} />
        </span>
      </button>
    </li>
  );
};

const Sum = ({ said, looked: { left } }: { readonly said: DossierProps['said']; readonly looked: Looked }) =>
  left.length === 0 ? (
    <p class="good-word" role="status">
      <Icon name="check" />
      {said.complete}
    </p>
  ) : (
    <p class="left-word" role="status">
      {said.left(left.length)}
    </p>
  );

interface DockProps extends OfficeProps {
  readonly id: DossierId;
  readonly answers: Answers;
  readonly looked: Looked;
}

/** What there is goes to a relay, to an agency as one link, or into one file. */
const Dock = ({ app: { way, isOpen }, said, office, id, answers, looked }: DockProps) => {
  const all = papersOf(looked.matched).map(({ view }) => view);
  const sent = all
    .filter(({ where }) => where === 'safe')
    .map(({ id: doc, title }) => ({ id: doc, name: title }));
  const waiting = all.length - sent.length;
  if (!isOpen || all.length === 0) return null;
  return (
    <div class="dock">
      {waiting > 0 && <p class="soft">{said.notSent(waiting)}</p>}
      <div class="dossier-ways">
        <button type="button" class="pick" onClick={() => way.go({ name: 'dossierSave', id, answers })}>
          <Icon name="download" />
          <span>{said.save}</span>
        </button>
        <Button
          look="main"
          icon="give"
          busy={sent.length === 0}
          onPress={() => way.go({ name: 'giveWho', taken: { papers: sent, purpose: office.names[id] } })}
        >
          {said.show}
        </Button>
      </div>
    </div>
  );
};

/** A dossier: what is there, what is missing, ended or too old, each by picture, colour and word. */
export const Pieces = ({
  app,
  said,
  office,
  id,
  answers,
}: OfficeProps & { readonly id: DossierId; readonly answers: Answers }) => {
  const { words, way } = app;
  const dossier = theDossier(id);
  const { looked, fault, look } = useDossier(dossier, answers);
  return (
    <section class="screen papers">
      <Title>{said.names[id]}</Title>
      <Failed
        words={words}
        fault={fault === null ? '' : sentenceOf(words, fault)}
        onAgain={() => void look()}
      />
      {!looked && fault === null && <Wait words={words} />}
      {looked && (
        <>
          <Sum said={said} looked={looked} />
          <ul class="pieces">
            {looked.matched.map((row) => (
              <PieceRow key={row.piece.id} app={app} said={said} row={row} />
            ))}
          </ul>
          {conditionsOf(dossier).length > 0 && (
            <Button
              look="quiet"
              icon="person"
              onPress={() => way.replace({ name: 'dossierAbout', id, answers })}
            >
              {said.about}
            </Button>
          )}
          <p class="soft">{said.mayAskMore}</p>
          <Dock app={app} said={said} office={office} id={id} answers={answers} looked={looked} />
        </>
      )}
    </section>
  );
};
