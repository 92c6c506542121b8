import { useEffect, useState } from 'preact/hooks';
import { Sleeve } from '../../ui/icons.js';
import { Button, Said, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { dayOf } from '../days.js';
import { engine } from '../engine/engine.js';
import type { Shown } from '../engine/showing.js';
import { parted } from '../parted.js';
import { Thumb } from '../thumb.js';
import { sentenceOf } from '../troubles.js';
import { usePapers } from '../use-papers.js';

const useShown = ({ app: { words } }: ScreenProps) => {
  const [shown, setShown] = useState<readonly Shown[] | null>(null);
  const [fault, setFault] = useState('');
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    setFault('');
    await work().catch((error: unknown) => setFault(sentenceOf(words, error)));
  };
  const look = (): Promise<void> => guarded(async () => setShown(await engine().shown()));
  const takeBack = ({ id, kind }: Shown): Promise<void> =>
    guarded(async () => {
      await engine().takeItBack(id, kind);
      await look();
    });
  useEffect(() => void look(), []);
  return { shown, fault, look, takeBack };
};

const ShownCard = ({
  app: { words },
  one,
  onTakeBack,
}: ScreenProps & { readonly one: Shown; readonly onTakeBack: () => Promise<void> }) => {
  const [busy, setBusy] = useState(false);
  const take = async (): Promise<void> => {
    setBusy(true);
    await onTakeBack();
    setBusy(false);
  };
  const name = one.name === '' ? words.show.someone : one.name;
  return (
    <li class="shown-card">
      <p class="paper-name">
        <Said>{name}</Said>
      </p>
      <p>
        {one.titles.length === 0
          ? words.show.everything
          : one.titles.map((title) => <Said key={title}>{title}</Said>)}
      </p>
      <p class="soft">
        {words.show.until(dayOf(words.language, one.until))}
        {one.opened !== null && ` · ${words.show.opened(one.opened)}`}
      </p>
      <Button icon="again" busy={busy} label={`${words.show.takeBack} : ${name}`} onPress={() => void take()}>
        {words.show.takeBack}
      </Button>
    </li>
  );
};

/** Who can see what, now; each taken back with one tap. */
export const Show = ({ app }: ScreenProps) => {
  const { words, way } = app;
  const { shown, fault, look, takeBack } = useShown({ app });
  return (
    <section class="screen papers">
      <Title>{words.show.title}</Title>
      {fault !== '' && (
        <div class="todo">
          <p class="fault" role="alert">
            {fault}
          </p>
          <Button icon="again" onPress={() => void look()}>
            {words.retry}
          </Button>
        </div>
      )}
      {shown === null && fault === '' && <span class="wait" role="status" aria-label={words.wait} />}
      {shown?.length === 0 && (
        <div class="empty">
          <Sleeve papers={0} />
          <p>{words.show.none}</p>
        </div>
      )}
      <ul class="bin-list">
        {shown?.map((one) => (
          <ShownCard key={one.id} app={app} one={one} onTakeBack={() => takeBack(one)} />
        ))}
      </ul>
      <div class="dock">
        <Button look="main" icon="give" onPress={() => way.go({ name: 'showWhich' })}>
          {words.show.start}
        </Button>
        {!way.canGoBack && (
          <Button look="quiet" onPress={() => way.reset({ name: 'papers' })}>
            {words.papers.title}
          </Button>
        )}
      </div>
    </section>
  );
};

/** The papers to show: a tap chooses, another lets go. Only what is in the safe can be shown. */
export const ShowWhich = ({ app }: ScreenProps) => {
  const { words, way } = app;
  const { listed } = usePapers();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const papers = listed?.papers.filter(({ where }) => where === 'safe') ?? [];
  const flip = (id: string): void =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <section class="screen papers">
      <Title>{words.show.which}</Title>
      {listed === null && <span class="wait" role="status" aria-label={words.wait} />}
      <ul class="paper-grid">
        {papers.map((paper) => (
          <li key={paper.id}>
            <button
              type="button"
              class="paper-card"
              aria-pressed={chosen.includes(paper.id)}
              onClick={() => flip(paper.id)}
            >
              <Thumb paper={paper} />
              <span class="paper-name">
                <Said>{parted(paper.title)}</Said>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {chosen.length > 0 && (
        <div class="dock">
          <Button look="main" onPress={() => way.go({ name: 'showFor', docs: chosen })}>
            {words.show.next} · {words.show.papers(chosen.length)}
          </Button>
        </div>
      )}
    </section>
  );
};

const DAY_MS = 86_400_000;
const SPANS = [
  { name: 'day', days: 1 },
  { name: 'week', days: 7 },
  { name: 'month', days: 30 },
] as const;

/** Makes the link and goes to where it is shown. */
const useLink = ({ app: { words, way } }: ScreenProps, docs: readonly string[], purpose: string) => {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const make = async (agency: string, days: number): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFault('');
    try {
      const until = Date.now() + days * DAY_MS;
      const order = { until, agency: agency.trim(), purpose, language: words.language };
      way.reset({ name: 'showMade', link: await engine().showByLink(docs, order) });
    } catch (error) {
      setFault(sentenceOf(words, error));
      setBusy(false);
    }
  };
  return { busy, fault, make };
};

interface ShowForProps extends ScreenProps {
  readonly docs: readonly string[];
  /** What the agency is told that it is for; may be empty. */
  readonly purpose: string;
}

/** For whom, if the person wants to note it, and for how long: that tap makes the link. */
export const ShowFor = ({ app, docs, purpose }: ShowForProps) => {
  const { words } = app;
  const [agency, setAgency] = useState('');
  const { busy, fault, make } = useLink({ app }, docs, purpose);
  return (
    <section class="screen">
      <Title>{words.show.forWhom}</Title>
      <div class="form">
        <div class="field">
          <label for="agency">{words.show.name}</label>
          <input
            id="agency"
            type="text"
            dir="auto"
            autocomplete="off"
            maxLength={80}
            value={agency}
            onInput={({ currentTarget }) => setAgency(currentTarget.value)}
          />
          <p class="fault" role="alert">
            {fault}
          </p>
        </div>
      </div>
      <h2>{words.show.howLong}</h2>
      <div class="choices spans">
        {SPANS.map(({ name, days }) => (
          <button
            key={name}
            type="button"
            class="choice"
            aria-disabled={busy ? 'true' : undefined}
            onClick={() => void make(agency, days)}
          >
            {words.show[name]}
          </button>
        ))}
      </div>
      {busy && <span class="wait" role="status" aria-label={words.wait} />}
    </section>
  );
};
