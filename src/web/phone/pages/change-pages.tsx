import type { PagesWords } from '../../i18n/phone/pages/words.js';
import { useEffect, useState } from 'preact/hooks';
import { Button, Said } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine, type PaperView } from '../engine/engine.js';
import { renewed } from '../into.js';
import { keep } from '../keep/keep.js';
import { useAct } from '../use-act.js';
import type { Into } from '../way.js';
import './pages.css';

interface PaperProps extends ScreenProps {
  readonly said: PagesWords;
  readonly paper: PaperView;
}

/** Whether a paper takes a further page: a PDF of somebody else does not. */
const useGrows = (bytes: Uint8Array): boolean => {
  const [grows, setGrows] = useState(false);
  useEffect(() => {
    keep()
      .canGrow(bytes)
      .then(setGrows, () => undefined);
  }, [bytes]);
  return grows;
};

/** Where a further page goes: to the pages that lie here still, or to a new version. */
const further = (paper: PaperView, bytes: Uint8Array, grows: boolean): Into | null => {
  if (paper.where === 'phone') {
    return paper.grows ? { draft: paper.id, next: { name: 'paper', paper } } : null;
  }
  return grows ? { paper, before: bytes } : null;
};

/** A further page, or other pages altogether. */
export const ChangePages = ({
  app: { words, way },
  said,
  paper,
  bytes,
}: PaperProps & { readonly bytes: Uint8Array }) => {
  const into = further(paper, bytes, useGrows(bytes));
  const { busy, fault, act } = useAct(words);
  const order = (): Promise<void> =>
    act(async () => {
      // what lies here still waits until the person is done with it
      if (paper.where === 'phone' && (await keep().change(paper.id, { named: false, touched: Date.now() }))) {
        return way.go({ name: 'pages', draft: paper.id, waits: true });
      }
      // it is in the safe, perhaps since it was shown
      const now = (await engine().find(paper)) ?? paper;
      const { id } = await keep().keepOpened(renewed(now), await engine().content(now));
      way.go({ name: 'pages', draft: id });
    });
  return (
    <>
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="actions two">
        {into && (
          <Button icon="plus" onPress={() => way.go({ name: 'camera', into })}>
            {said.another}
          </Button>
        )}
        {paper.where === 'safe' && (
          <Button icon="turn" onPress={() => way.go({ name: 'camera', into: { paper, before: null } })}>
            {said.renew}
          </Button>
        )}
        {into && (paper.pages ?? 1) > 1 && (
          <Button icon="list" busy={busy} onPress={() => void order()}>
            {said.order.change}
          </Button>
        )}
      </div>
    </>
  );
};

/** The person's own words on a paper. */
export const NoteFact = ({ app: { way }, said, paper }: PaperProps) => (
  <div>
    <dt>{said.note.title}</dt>
    <dd>
      <button type="button" class="fact fact-note" onClick={() => way.go({ name: 'note', paper })}>
        {paper.note === null ? said.note.none : <Said>{paper.note}</Said>}
      </button>
    </dd>
  </div>
);
