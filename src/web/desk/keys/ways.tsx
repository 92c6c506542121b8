import { useEffect, useState } from 'preact/hooks';
import { Button, Said, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { dayOf } from '../../i18n/days.js';
import { engine } from '../engine/engine.js';
import type { WayView } from '../engine/ways.js';
import { sentenceOf } from '../troubles.js';
import { AddKey } from './add-key.js';
import { mayHaveKeys } from './passkey.js';

const Way = ({
  desk: { words },
  way,
  onBlock,
}: ScreenProps & { readonly way: WayView; readonly onBlock: () => void }) => {
  const { key } = words.access;
  const name = way.name === '' ? (way.isCard ? key.card : key.other) : way.name;
  return (
    <li class="member">
      <span>
        <bdi>{name}</bdi>
        <span class="soft">
          {key.since(dayOf(words.language, way.since))}
          {way.current ? ` · ${key.current}` : ''}
        </span>
      </span>
      {!way.isCard && !way.current && (
        <Button label={key.blockNamed(name)} onPress={onBlock}>
          {key.block}
        </Button>
      )}
    </li>
  );
};

const Blocking = ({
  desk: { words },
  way,
  onYes,
  onNo,
}: ScreenProps & { readonly way: WayView; readonly onYes: () => void; readonly onNo: () => void }) => {
  const { key } = words.access;
  return (
    <div class="told">
      <Title>
        <Said>{key.blockTitle(way.name === '' ? key.other : way.name)}</Said>
      </Title>
      <p>{key.blockText}</p>
      <div class="row">
        <Button look="main" onPress={onNo}>
          {words.no}
        </Button>
        <Button onPress={onYes}>{key.block}</Button>
      </div>
    </div>
  );
};

/**
 * What opens the worker's account: their card, and passkeys if they want. What opened it now is blocked from elsewhere, and a card
 * only together with a new one.
 */
export const Ways = ({ desk }: ScreenProps) => {
  const { words } = desk;
  const { key } = words.access;
  const [found, setFound] = useState<readonly WayView[]>([]);
  const [leaving, setLeaving] = useState<WayView | null>(null);
  const [told, setTold] = useState('');
  const take = (work: Promise<readonly WayView[]>, said: string): void => {
    setLeaving(null);
    void work
      .then(setFound)
      .then(
        () => said,
        (error: unknown) => sentenceOf(words, error),
      )
      .then(setTold);
  };
  useEffect(() => take(engine().ways(), ''), []);
  return (
    <section class="card part">
      <h2>{key.title}</h2>
      <p class="soft">{key.text}</p>
      <ul class="ways">
        {found.map((way) => (
          <Way key={way.loc} desk={desk} way={way} onBlock={() => setLeaving(way)} />
        ))}
      </ul>
      {leaving && (
        <Blocking
          desk={desk}
          way={leaving}
          onNo={() => setLeaving(null)}
          onYes={() => take(engine().block(leaving.loc), key.blocked)}
        />
      )}
      <p role="status">{told}</p>
      {mayHaveKeys() && <AddKey words={words} onAdded={(now) => take(Promise.resolve(now), key.added)} />}
    </section>
  );
};
