import { useEffect, useState } from 'preact/hooks';
import type { MadeLink } from '../../../client/links/make.js';
import { kindOf } from '../../../core/kinds.js';
import { KindPicture } from '../../ui/pictograms.js';
import { labelled } from '../../i18n/format.js';
import { Line } from '../../ui/line.js';
import { Button, Said, Title, Told } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import { engine } from '../engine/engine.js';
import type { PersonView } from '../engine/people.js';
import type { PaperView } from '../engine/reading.js';
import { nameOf } from '../person-name.js';

interface LinkProps {
  readonly desk: Desk;
  readonly person: PersonView;
  readonly show: string;
  /** Papers that are chosen already; all without. */
  readonly docs: readonly string[] | null;
  /** What the agency is told that it is for; may be empty. */
  readonly purpose: string;
}

const DAY_MS = 86_400_000;
/** Days, and never beyond what the person shows. */
const SPANS = [1, 7, 30] as const;
/** How a relay is named to an agency, at most. */
const MOST_FROM = 60;

const useLinking = ({ desk, show, docs, purpose }: LinkProps) => {
  const [papers, setPapers] = useState<readonly PaperView[] | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [made, setMade] = useState<MadeLink | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const failed = async (error: unknown): Promise<void> => setFault(await desk.explain(error));
  const begin = (found: readonly PaperView[]): void => {
    setPapers(found);
    setChosen(found.map(({ id }) => id).filter((id) => docs === null || docs.includes(id)));
  };
  useEffect(() => {
    engine().look(show).then(begin, failed);
  }, [show]);
  const flip = (id: string): void =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const make = async (agency: string, days: number): Promise<void> => {
    if (busy || chosen.length === 0) return;
    setBusy(true);
    setFault('');
    try {
      const from = (desk.relay?.name ?? '').slice(0, MOST_FROM);
      const until = Date.now() + days * DAY_MS;
      const { language } = desk.words;
      setMade(
        await engine().makeLink(show, chosen, { from, agency: agency.trim(), purpose, until, language }),
      );
    } catch (error) {
      await failed(error);
    }
    setBusy(false);
  };
  return { papers, chosen, flip, made, busy, fault, make };
};

/** The address by one way, the code by another: whoever finds one of them sees nothing. */
const Made = ({
  desk: { words, go },
  person,
  made,
}: Pick<LinkProps, 'desk' | 'person'> & { readonly made: MadeLink }) => {
  const [told, setTold] = useState('');
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(made.url);
    setTold(words.filing.link.copied);
  };
  return (
    <section class="card link-made">
      <Title>{words.filing.link.made}</Title>
      <p>{words.filing.link.address}</p>
      <p class="link-address" dir="ltr">
        {made.url}
      </p>
      <Button icon="file" onPress={() => void copy().catch(() => undefined)}>
        {words.filing.link.copy}
      </Button>
      {made.code !== null && (
        <p class="lead">
          {labelled(words.language, words.filing.link.code, '')}
          <strong class="link-code" dir="ltr">
            {made.code.slice(0, 3)} {made.code.slice(3)}
          </strong>
        </p>
      )}
      <p class="told">{words.filing.link.once}</p>
      <p>{words.filing.link.apart}</p>
      <Told text={told} tone="good" />
      <Button look="main" onPress={() => go({ name: 'people', person: person.id })}>
        {words.back}
      </Button>
    </section>
  );
};

const Papers = ({
  desk: { words },
  papers,
  chosen,
  onFlip,
}: {
  readonly desk: Desk;
  readonly papers: readonly PaperView[];
  readonly chosen: readonly string[];
  readonly onFlip: (id: string) => void;
}) => (
  <fieldset class="ask-kinds">
    <legend>{words.filing.link.papers}</legend>
    <div class="kind-grid">
      {papers.map(({ id, title, kind }) => (
        <button
          key={id}
          type="button"
          class="kind-choice"
          aria-pressed={chosen.includes(id)}
          onClick={() => onFlip(id)}
        >
          <KindPicture kind={kind} shelf={kindOf(kind)?.category ?? 'personal'} />
          <Said>{title}</Said>
        </button>
      ))}
    </div>
  </fieldset>
);

const Spans = ({
  desk: { words },
  days,
  onChoose,
}: {
  readonly desk: Desk;
  readonly days: number;
  readonly onChoose: (days: number) => void;
}) => (
  <fieldset class="ask-kinds">
    <legend>{words.filing.link.howLong}</legend>
    <div class="row">
      {SPANS.map((one) => (
        <button
          key={one}
          type="button"
          class="kind-choice slim"
          aria-pressed={one === days}
          onClick={() => onChoose(one)}
        >
          {words.filing.link.days(one)}
        </button>
      ))}
    </div>
  </fieldset>
);

/** Papers that a person lets be sent on go to an agency by a link. */
export const LinkScreen = (props: LinkProps) => {
  const { desk, person } = props;
  const { words } = desk;
  const { papers, chosen, flip, made, busy, fault, make } = useLinking(props);
  const [agency, setAgency] = useState('');
  const [days, setDays] = useState<number>(7);
  if (made) return <Made desk={desk} person={person} made={made} />;
  return (
    <form
      class="card asking"
      onSubmit={(event) => {
        event.preventDefault();
        void make(agency, days);
      }}
    >
      <Button icon="back" onPress={() => desk.go({ name: 'people', person: person.id })}>
        {words.back}
      </Button>
      <Title>
        <Said>{nameOf(words, person)}</Said>
      </Title>
      <p class="lead">{words.filing.link.start}</p>
      <p class="soft">{words.filing.link.text}</p>
      <Line id="agency" label={words.filing.link.agency} value={agency} longest={80} onType={setAgency} />
      {papers && <Papers desk={desk} papers={papers} chosen={chosen} onFlip={flip} />}
      <Spans desk={desk} days={days} onChoose={setDays} />
      <p class="fault" role="alert">
        {fault}
      </p>
      {chosen.length > 0 && (
        <Button look="main" icon="send" type="submit" busy={busy}>
          {words.filing.link.make}
        </Button>
      )}
    </form>
  );
};
