import { useState } from 'preact/hooks';
import type { MadeLink } from '../../../client/links/make.js';
import { Button, Title, Told } from '../../ui/parts.js';
import { Qr } from '../../ui/qr.js';
import type { ScreenProps } from '../app-context.js';
import { sendOrCopy } from '../send-or-copy.js';

/** The address goes by one way, the code is said: who finds one of them sees nothing. */
export const ShowMade = ({ app, link }: ScreenProps & { readonly link: MadeLink }) => {
  const { words, way } = app;
  const [told, setTold] = useState('');
  const send = async (): Promise<void> => {
    if ((await sendOrCopy(link.url)) === 'copied') setTold(words.show.copied);
  };
  return (
    <section class="screen">
      <Title>{words.show.made}</Title>
      <Qr text={link.url} label={words.show.qr} />
      {link.code !== null && (
        <div class="spoken">
          <p>{words.show.sayCode}</p>
          <p class="big-code" dir="ltr">
            {link.code.slice(0, 3)} {link.code.slice(3)}
          </p>
        </div>
      )}
      <Told text={told} tone="good" />
      <div class="actions">
        <Button look="main" icon="give" onPress={() => void send().catch(() => undefined)}>
          {words.show.send}
        </Button>
        <Button onPress={() => way.reset({ name: 'show' })}>{words.show.title}</Button>
        <Button look="quiet" onPress={() => way.reset({ name: 'papers' })}>
          {words.papers.title}
        </Button>
      </div>
    </section>
  );
};
