import { useEffect, useState } from 'preact/hooks';
import type { Place } from '../../capture/pages.js';
import type { PagesWords } from '../../i18n/phone/pages/words.js';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { useBlobUrl } from '../../ui/blob-url.js';
import { keep } from '../keep/keep.js';
import { sentenceOf } from '../troubles.js';

interface LeafProps extends ScreenProps {
  readonly said: PagesWords;
  readonly draft: string;
  readonly place: Place;
}

/** One page, large enough to be read; turned, or taken out. */
export const LeafScreen = ({ app, said, draft, place }: LeafProps) => {
  const { words, way, look } = app;
  const [jpeg, setJpeg] = useState<Uint8Array | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const url = useBlobUrl(jpeg, 'image/jpeg');
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFault('');
    await work().catch((error: unknown) => setFault(sentenceOf(words, error)));
    setBusy(false);
  };
  const load = async (): Promise<void> => setJpeg(await keep().leaf(draft, place));
  useEffect(() => void guarded(load), [draft]);
  const turn = (): Promise<void> =>
    guarded(async () => {
      await keep().turn(draft, place);
      await load();
    });
  const remove = (): Promise<void> =>
    guarded(async () => {
      const left = await keep().remove(draft, place);
      await look();
      // of a paper without a page nothing is left to be asked
      if (left) way.back();
      else way.past(['leaf', 'which', 'pages'], { name: 'camera' });
    });
  return (
    <section class="screen leaf-screen">
      <Title>{said.page(place.sheet + 1)}</Title>
      <div class="shot">{url && <img src={url} alt={words.check.picture} />}</div>
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="actions pair">
        <Button icon="turn" busy={busy} onPress={() => void turn()}>
          {said.turn}
        </Button>
        <Button icon="bin" busy={busy} onPress={() => void remove()}>
          {said.remove}
        </Button>
      </div>
    </section>
  );
};
