import { fileSize } from '../../i18n/format.js';
import { Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { Qr } from '../../ui/qr.js';
import { useLoaded } from '../use-loaded.js';
import type { Saying } from './saying.js';
import { Wait } from '../loading.js';

/** Who this person is, for who helps them: nothing of it is secret. */
export const OwnCode = ({ app, said }: ScreenProps & Saying) => {
  const { value, fault } = useLoaded({ app }, () => engine().ownCode());
  return (
    <section class="screen">
      <Title>{said.own.title}</Title>
      <p class="fault" role="alert">
        {fault}
      </p>
      {value && <Qr text={value.code} label={said.own.qr} />}
      <p class="lead">{said.own.text}</p>
      {value && (
        <div>
          <p class="soft">{said.own.words}</p>
          <bdi class="compare-words">{value.words.join(' ')}</bdi>
        </div>
      )}
    </section>
  );
};

/** How full the safe is: the sleeve fills from below. */
const Filling = ({ part }: { readonly part: number }) => {
  const height = 4 + Math.round(Math.min(1, part) * 72);
  return (
    <svg class="filling" viewBox="0 0 120 100" aria-hidden="true" focusable="false">
      <rect class="filling-room" x="18" y="12" width="84" height="80" rx="12" />
      <rect class="filling-used" x="22" y={88 - height} width="76" height={height} rx="8" />
    </svg>
  );
};

export const Room = ({ app, said }: ScreenProps & Saying) => {
  const { words } = app;
  const { value, fault } = useLoaded({ app }, () => engine().room());
  const size = (bytes: number): string => fileSize(words.language, bytes);
  return (
    <section class="screen">
      <Title>{said.room.title}</Title>
      <p class="fault" role="alert">
        {fault}
      </p>
      {!value && fault === '' && <Wait words={words} />}
      {value && (
        <>
          <Filling part={value.used / Math.max(1, value.all)} />
          <p class="lead">{said.room.left(size(Math.max(0, value.all - value.used)), size(value.all))}</p>
        </>
      )}
      <p>{said.room.more}</p>
    </section>
  );
};
