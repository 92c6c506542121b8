import { useRef, useState } from 'preact/hooks';
import { type Answers, papersOf } from '../../../client/dossier/match.js';
import {
  type Condition,
  conditionsOf,
  type DossierId,
  DOSSIERS,
  theDossier,
} from '../../../core/dossiers.js';
import { kindOf } from '../../../core/kinds.js';
import type { OfficeWords } from '../../dossier/office.js';
import { PiecePicture } from '../../dossier/piece-picture.js';
import { SAVING_WAYS, useSaving } from '../../dossier/use-saving.js';
import type { DossierWords } from '../../i18n/phone/dossier/words.js';
import { Icon, type IconName } from '../../ui/icons.js';
import { KindPicture } from '../../ui/pictograms.js';
import { Button, Said, Title, Told } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import { engine } from '../engine/engine.js';
import type { PersonView } from '../engine/people.js';
import { nameOf } from '../person-name.js';
import { sentenceOf } from '../troubles.js';
import { type Row, useFiling } from './use-filing.js';

interface Props {
  readonly desk: Desk;
  readonly person: PersonView;
  readonly said: DossierWords;
  readonly office: OfficeWords;
}

interface OfDossier extends Props {
  readonly id: DossierId;
  readonly answers: Answers;
}

const SIGNS: Readonly<Record<Row['state'], IconName>> = {
  there: 'check',
  endsSoon: 'clock',
  tooOld: 'calendar',
  ended: 'close',
  missing: 'speech',
};

const PieceRow = ({ desk: { words }, said, row }: Pick<Props, 'desk' | 'said'> & { readonly row: Row }) => {
  const { piece, state, papers, isNeeded, isAsked } = row;
  const isOptional = state === 'missing' && !isNeeded;
  const asked = piece.count ?? 1;
  const marks = [
    isOptional ? said.wanted : said.states[state],
    ...(asked > 1 ? [said.count(papers.length, asked)] : []),
    ...(isAsked ? [words.filing.asked] : []),
  ];
  return (
    <li class="piece-row" data-state={isOptional ? 'optional' : state}>
      <PiecePicture piece={piece} />
      <div>
        <p class="show-what">{said.pieces[piece.id]}</p>
        {papers.length > 0 && (
          <p class="soft">
            <Said>{papers.map(({ view }) => view.title).join(', ')}</Said>
          </p>
        )}
      </div>
      <p class="piece-mark">
        <Icon name={SIGNS[state]} />
        {marks.join(' · ')}
      </p>
    </li>
  );
};

/** Under what most papers of the dossier may be sent on; undefined where the person lets nothing be sent on. */
const sendable = (person: PersonView, matched: readonly Row[]) => {
  const papers = papersOf(matched);
  const shows = person.shows.filter(({ mayPass, state }) => mayPass && state === 'active');
  const found = shows
    .map(({ id: show }) => ({
      show,
      docs: papers.filter(({ view }) => view.show === show).map(({ id }) => id),
    }))
    .toSorted((a, b) => b.docs.length - a.docs.length)[0];
  return found && found.docs.length > 0 ? found : undefined;
};

/** What there is goes into files for the portal, or to an agency where the person lets it. */
const Ways = ({
  desk,
  person,
  said,
  office,
  id,
  matched,
}: Props & { readonly id: DossierId; readonly matched: readonly Row[] }) => {
  const { words, go } = desk;
  const isCounted = useRef(false);
  // one dossier, in however many forms it is saved
  const count = (): void => {
    if (isCounted.current || !desk.relay) return;
    isCounted.current = true;
    void engine().tally(desk.relay.id, 'dossier', person.id);
  };
  const { busy, told, fault, save } = useSaving({
    id,
    said,
    office,
    matched,
    read: ({ view }) => engine().content(view.show, view.id),
    sentenceOf: (error) => sentenceOf(words, error),
    onSaved: count,
  });
  const way = sendable(person, matched);
  if (papersOf(matched).length === 0) return null;
  return (
    <div class="stack">
      <div class="row">
        {SAVING_WAYS.map(({ ending, icon }) => (
          <Button key={ending} icon={icon} busy={busy} onPress={() => void save(ending)}>
            {said[ending]}
          </Button>
        ))}
        {way && (
          <Button
            icon="send"
            onPress={() => go({ name: 'linking', person, ...way, purpose: office.names[id] })}
          >
            {words.filing.link.start}
          </Button>
        )}
      </div>
      <p class="fault" role="alert">
        {fault}
      </p>
      <Told text={told} tone="good" />
      <p class="soft">{said.plain}</p>
    </div>
  );
};

/** What is there, what is missing, ended or too old; all that is missing is asked for in one press. */
const Pieces = (props: OfDossier) => {
  const { desk, person, said, office, id, answers } = props;
  const { words } = desk;
  const { matched, left, fault, ask } = useFiling(desk, person, id, answers);
  const [busy, setBusy] = useState(false);
  const missing = (left ?? []).filter(({ isAsked }) => !isAsked).length;
  const send = async (): Promise<void> => {
    setBusy(true);
    const count = await ask(office.names[id]);
    setBusy(false);
    if (count > 0) desk.tell(words.asking.sent(count));
  };
  return (
    <>
      <p class="fault" role="alert">
        {fault}
      </p>
      {!matched && fault === '' && (
        <p class="soft" role="status">
          {words.wait}
        </p>
      )}
      {matched && left && (
        <>
          <p class={left.length === 0 ? 'piece-sum good' : 'piece-sum'} role="status">
            {left.length === 0 ? said.complete : said.left(left.length)}
          </p>
          <ul class="piece-rows">
            {matched.map((row) => (
              <PieceRow key={row.piece.id} desk={desk} said={said} row={row} />
            ))}
          </ul>
          <p class="soft">{said.mayAskMore}</p>
          {missing > 0 && (
            <Button look="main" icon="speech" busy={busy} onPress={() => void send()}>
              {words.filing.ask(missing)}
            </Button>
          )}
          <Ways {...props} matched={matched} />
        </>
      )}
    </>
  );
};

const Conditions = ({
  desk: { words },
  said,
  id,
  answers,
  onFlip,
}: Omit<OfDossier, 'person' | 'office'> & { readonly onFlip: (one: Condition) => void }) => {
  const asked = conditionsOf(theDossier(id));
  if (asked.length === 0) return null;
  return (
    <fieldset class="ask-kinds">
      <legend>{words.filing.about}</legend>
      <div class="row">
        {asked.map((one) => (
          <button
            key={one}
            type="button"
            class="kind-choice slim"
            aria-pressed={answers[one] === true}
            onClick={() => onFlip(one)}
          >
            {answers[one] === true && <Icon name="check" />}
            <span>{said.conditions[one]}</span>
          </button>
        ))}
      </div>
    </fieldset>
  );
};

/** A dossier, put together beside the person from what they show here. */
export const Filing = (props: Props) => {
  const { desk, person, said } = props;
  const { words, go } = desk;
  const [id, setId] = useState<DossierId | null>(null);
  const [answers, setAnswers] = useState<Answers>({});
  const flip = (one: Condition): void => setAnswers({ ...answers, [one]: answers[one] !== true });
  return (
    <section class="card filing">
      <Button icon="back" onPress={() => go({ name: 'people', person: person.id })}>
        {words.back}
      </Button>
      <Title>
        <Said>{nameOf(words, person)}</Said>
      </Title>
      <fieldset class="ask-kinds">
        <legend>{said.title}</legend>
        <div class="kind-grid">
          {DOSSIERS.map((one) => (
            <button
              key={one.id}
              type="button"
              class="kind-choice"
              aria-pressed={one.id === id}
              onClick={() => setId(one.id)}
            >
              <KindPicture kind={one.picture} shelf={kindOf(one.picture)?.category ?? 'personal'} />
              <span>{said.names[one.id]}</span>
            </button>
          ))}
        </div>
      </fieldset>
      {id && (
        <>
          <Conditions desk={desk} said={said} id={id} answers={answers} onFlip={flip} />
          <Pieces key={id} {...props} id={id} answers={answers} />
        </>
      )}
    </section>
  );
};
