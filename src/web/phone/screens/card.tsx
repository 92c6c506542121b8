import { useEffect, useState } from 'preact/hooks';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { useBlobUrl } from '../../ui/blob-url.js';
import { engine } from '../engine/engine.js';
import { saveFile } from '../../ui/save-file.js';
import { sentenceOf } from '../troubles.js';

const useCard = ({ app: { words, home } }: ScreenProps) => {
  const language = words.language === 'en' ? 'en' : 'fr';
  const [picture, setPicture] = useState<Uint8Array | null>(null);
  const [saved, setSaved] = useState(false);
  const [fault, setFault] = useState('');
  const guarded = (work: () => Promise<void>): void =>
    void work().catch((error: unknown) => setFault(sentenceOf(words, error)));
  useEffect(() => guarded(async () => setPicture(await engine().cardPicture(language))), []);
  const keepPicture = (): void =>
    guarded(async () => {
      // a press that comes before the picture was drawn counts too
      saveFile(`${words.card.fileName}.png`, picture ?? (await engine().cardPicture(language)), 'image/png');
      setSaved(true);
    });
  const print = (): void =>
    guarded(async () => {
      saveFile(`${words.card.fileName}.pdf`, await engine().cardSheet(language));
      setSaved(true);
    });
  const done = (): void =>
    guarded(async () => {
      await engine().forgetCard();
      home();
    });
  return { picture, saved, fault, keepPicture, print, done };
};

/** The card that finds everything again. It waits on this phone until the person says that they have it. */
export const Card = ({ app }: ScreenProps) => {
  const { words, home } = app;
  const { picture, saved, fault, keepPicture, print, done } = useCard({ app });
  const url = useBlobUrl(picture, 'image/png');
  return (
    <section class="screen card-screen">
      <Title>{words.card.title}</Title>
      <p class="lead">{words.card.text}</p>
      <div class="card-picture">{url && <img src={url} alt={words.card.picture} />}</div>
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="actions two">
        <Button look={saved ? 'side' : 'main'} icon="download" busy={picture === null} onPress={keepPicture}>
          {words.card.keep}
        </Button>
        <Button icon="print" onPress={print}>
          {words.card.print}
        </Button>
      </div>
      <div class="actions">
        {saved ? (
          <Button look="main" icon="check" onPress={done}>
            {words.card.done}
          </Button>
        ) : (
          <Button look="quiet" onPress={home}>
            {words.card.later}
          </Button>
        )}
      </div>
    </section>
  );
};
