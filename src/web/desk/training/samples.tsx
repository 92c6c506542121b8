import { useState } from 'preact/hooks';
import { Icon } from '../../ui/icons.js';
import { Button } from '../../ui/parts.js';
import type { Pile } from '../pile/pile.js';
import { actors } from './actors.js';
import type { Training } from './context.js';

/** In place of a scanner: no real paper comes into a training, and samples are always at hand. */
export const Samples = ({
  training: { words, texts },
  pile,
}: {
  readonly training: Training;
  readonly pile: Pile;
}) => {
  const [busy, setBusy] = useState(false);
  const take = async (): Promise<void> => {
    setBusy(true);
    const scans = await actors()
      .samples(texts)
      .catch(() => []);
    pile.take(scans.map(({ name, bytes }) => new File([bytes as Uint8Array<ArrayBuffer>], name)));
    setBusy(false);
  };
  return (
    <div class="drop">
      <Icon name="give" />
      <p class="drop-title">{words.samplesText}</p>
      <Button look="main" icon="file" busy={busy} onPress={() => void take()}>
        {words.samples}
      </Button>
    </div>
  );
};
