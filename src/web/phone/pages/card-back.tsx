import type { PagesWords } from '../../i18n/phone/pages/words.js';
import { Icon } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { keep } from '../keep/keep.js';
import type { Screen } from '../way.js';
import './pages.css';

interface CardBackProps extends ScreenProps {
  readonly said: PagesWords;
  readonly draft: string;
  readonly kind: string;
  readonly title: string;
}

/** A card that is turned over: the front behind, the back with its strip before it. */
const Turned = () => (
  <svg class="turned" viewBox="0 0 120 84" aria-hidden="true" focusable="false">
    <path class="turned-front" d="M8 12q0-6 6-6h66q6 0 6 6v38q0 6-6 6H14q-6 0-6-6z" />
    <path class="turned-back" d="M32 34q0-6 6-6h68q6 0 6 6v38q0 6-6 6H38q-6 0-6-6z" />
    <path class="turned-strip" d="M32 38h80v10H32zM42 58h40M42 66h26" />
    <path class="turned-way" d="M96 8c10 0 14 4 14 12m-5-4 5 5 5-5" />
  </svg>
);

/** The front of a card is kept; its back comes on the same page, or there is none. */
export const CardBack = ({ app, said, draft, kind, title }: CardBackProps) => {
  const { words, way, look } = app;
  const kept: Screen = { name: 'kept', kind, title };
  const none = async (): Promise<void> => {
    await keep()
      .change(draft, { named: true })
      .catch(() => undefined);
    await look();
    void engine()
      .send()
      .catch(() => undefined);
    way.replace(kept);
  };
  return (
    <section class="screen">
      <Turned />
      <Title>{said.back.title}</Title>
      <p class="good-word">
        <Icon name="check" />
        {words.kept.here}
      </p>
      <div class="actions">
        <Button
          look="main"
          icon="camera"
          onPress={() => way.go({ name: 'camera', into: { draft, next: kept, last: true } })}
        >
          {said.back.photo}
        </Button>
        <Button onPress={() => void none()}>{said.back.none}</Button>
      </div>
    </section>
  );
};
