import { Sleeve } from '../../ui/icons.js';
import { Button, Said, Title } from '../../ui/parts.js';
import { useAct } from '../use-act.js';
import type { ScreenProps } from '../app-context.js';
import { engine, type PaperView } from '../engine/engine.js';
import { Thumb } from '../thumb.js';
import { usePapers } from '../use-papers.js';
import { labelled } from '../../i18n/format.js';

const DAY = 86_400_000;
const DAYS_IN_BIN = 30;

const daysLeft = (binnedAt: number): number =>
  Math.max(0, Math.ceil((binnedAt + DAYS_IN_BIN * DAY - Date.now()) / DAY));

const Binned = ({
  app,
  paper,
  onBack,
}: ScreenProps & { readonly paper: PaperView; readonly onBack: () => void }) => (
  <li class="binned">
    <Thumb paper={paper} />
    <div>
      <p class="paper-name">
        <Said>{paper.title}</Said>
      </p>
      <p class="soft">{app.words.paper.daysLeft(daysLeft(paper.binnedAt ?? 0))}</p>
      <Button
        icon="again"
        label={labelled(app.words.language, app.words.paper.restore, paper.title)}
        onPress={onBack}
      >
        {app.words.paper.restore}
      </Button>
    </div>
  </li>
);

/** What was thrown away, and comes back at a tap for 30 days. */
export const Bin = ({ app }: ScreenProps) => {
  const { words } = app;
  const { listed, look } = usePapers();
  const { fault, act } = useAct(words);
  const restore = (paper: PaperView): void =>
    void act(async () => {
      await engine().restore(paper.id);
      await look();
    });
  return (
    <section class="screen">
      <Title>{words.papers.bin}</Title>
      <p class="fault" role="alert">
        {fault}
      </p>
      {listed?.binned.length === 0 && (
        <div class="empty">
          <Sleeve papers={0} />
          <p>{words.paper.emptyBin}</p>
        </div>
      )}
      <ul class="bin-list">
        {listed?.binned.map((paper) => (
          <Binned key={paper.id} app={app} paper={paper} onBack={() => restore(paper)} />
        ))}
      </ul>
    </section>
  );
};
