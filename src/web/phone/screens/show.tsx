import { useState } from 'preact/hooks';
import { Line } from '../../ui/line.js';
import { Button, Said, Title } from '../../ui/parts.js';
import { useAct } from '../use-act.js';
import type { ScreenProps } from '../app-context.js';
import { engine, type PaperView } from '../engine/engine.js';
import { parted } from '../parted.js';
import { Thumb } from '../thumb.js';
import { usePapers } from '../use-papers.js';
import { Wait } from '../loading.js';

/** The papers that can be shown: only what is in the safe can be. A tap chooses, another lets go. */
export const PaperChoice = ({
  app,
  onChange,
}: ScreenProps & { readonly onChange: (chosen: readonly PaperView[]) => void }) => {
  const { listed } = usePapers();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const papers = listed?.papers.filter(({ where }) => where === 'safe') ?? [];
  const flip = (id: string): void => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    setChosen(next);
    onChange(papers.filter((paper) => next.includes(paper.id)));
  };
  return (
    <>
      {listed === null && <Wait words={app.words} />}
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
    </>
  );
};

/** The papers to show by a link. */
export const ShowWhich = ({ app }: ScreenProps) => {
  const { words, way } = app;
  const [chosen, setChosen] = useState<readonly PaperView[]>([]);
  return (
    <section class="screen papers">
      <Title>{words.show.which}</Title>
      <PaperChoice app={app} onChange={setChosen} />
      {chosen.length > 0 && (
        <div class="dock">
          <Button look="main" onPress={() => way.go({ name: 'showFor', docs: chosen.map(({ id }) => id) })}>
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
  const { busy, fault, act } = useAct(words);
  const make = (agency: string, days: number): Promise<void> =>
    act(async () => {
      const until = Date.now() + days * DAY_MS;
      const order = { until, agency: agency.trim(), purpose, language: words.language };
      way.reset({ name: 'showMade', link: await engine().showByLink(docs, order) });
    });
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
        <Line id="agency" label={words.show.name} value={agency} longest={80} onType={setAgency}>
          <p class="fault" role="alert">
            {fault}
          </p>
        </Line>
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
      {busy && <Wait words={words} />}
    </section>
  );
};
