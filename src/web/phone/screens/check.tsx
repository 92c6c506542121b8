import { useState } from 'preact/hooks';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { useBlobUrl } from '../blob-url.js';
import { keep } from '../keep/keep.js';
import type { Page } from '../keep/page.js';
import { sentenceOf } from '../troubles.js';

/** The photo as it will be kept: it is looked at before it is. */
export const Check = ({ app, page }: ScreenProps & { readonly page: Page }) => {
  const { words, way, look } = app;
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const url = useBlobUrl(page.jpeg, 'image/jpeg');
  const accept = async (): Promise<void> => {
    setBusy(true);
    try {
      const { id } = await keep().keepPage(page, words.kinds.other);
      await look();
      way.replace({ name: 'which', draft: id });
    } catch (error) {
      setFault(sentenceOf(words, error));
      setBusy(false);
    }
  };
  return (
    <section class="screen check">
      <Title>{words.check.title}</Title>
      <div class="shot">
        {url && <img src={url} width={page.width} height={page.height} alt={words.check.picture} />}
      </div>
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="actions two">
        <Button icon="again" onPress={() => way.back()}>
          {words.check.again}
        </Button>
        <Button look="main" icon="check" busy={busy} onPress={() => void accept()}>
          {words.check.good}
        </Button>
      </div>
    </section>
  );
};
