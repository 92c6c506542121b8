import { useState } from 'preact/hooks';
import { Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { chooseName, isDiscreet } from '../discreet/name.js';

/** Under which name and picture the app lies on this phone. */
export const Discreet = ({ app: { words } }: ScreenProps) => {
  const [discreet, setDiscreet] = useState(isDiscreet);
  const [{ own = '', plain = '' }] = useState(
    () => document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.dataset ?? {},
  );
  const choose = (wanted: boolean): void => {
    chooseName(wanted, words);
    setDiscreet(wanted);
  };
  const faces = [
    { name: words.brand, picture: own, wanted: false },
    { name: words.discreet.name, picture: plain, wanted: true },
  ];
  return (
    <section class="screen">
      <Title>{words.discreet.title}</Title>
      <div class="actions pair faces">
        {faces.map(({ name, picture, wanted }) => (
          <button
            key={name}
            type="button"
            class="button face"
            aria-pressed={discreet === wanted}
            onClick={() => choose(wanted)}
          >
            <img src={picture} alt="" width="72" height="72" />
            <span>{name}</span>
          </button>
        ))}
      </div>
      <p class="lead">{words.discreet.text}</p>
    </section>
  );
};
