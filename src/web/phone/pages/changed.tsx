import type { PagesWords } from '../../i18n/phone/pages/words.js';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { keep } from '../keep/keep.js';
import { useAct } from '../use-act.js';
import { Strip } from './strip.js';

interface ChangedProps extends ScreenProps {
  readonly said: PagesWords;
  readonly draft: string;
  /** A paper that waits here by itself: there is nothing to go back to. */
  readonly waits: boolean;
}

/** A paper of the safe with its new pages: it goes there once the person said so; until then the old one counts. */
export const Changed = ({ app, said, draft, waits }: ChangedProps) => {
  const { words, way, isOpen, home } = app;
  const { busy, fault, act } = useAct(words);
  const keepIt = (): Promise<void> =>
    act(async () => {
      await keep().change(draft, { named: true });
      if (!isOpen) return home();
      const paper = await engine().find({ id: draft, where: 'phone', version: 0 });
      void engine()
        .send()
        .catch(() => undefined);
      if (paper) way.past(['pages'], { name: 'paper', paper });
      else home();
    });
  const cancel = (): Promise<void> =>
    act(async () => {
      await keep().drop(draft);
      way.back();
    });
  return (
    <section class="screen">
      <Title>{said.changed}</Title>
      <Strip app={app} said={said} draft={draft} />
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="actions">
        <Button look="main" icon="check" busy={busy} onPress={() => void keepIt()}>
          {said.good}
        </Button>
        {!waits && (
          <Button look="quiet" onPress={() => void cancel()}>
            {said.cancel}
          </Button>
        )}
      </div>
    </section>
  );
};
