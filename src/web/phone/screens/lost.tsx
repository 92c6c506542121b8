import { useState } from 'preact/hooks';
import { isCardText } from '../../../core/crypto/card-code.js';
import { Finder } from '../finder.js';
import { Icon, Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import { CodeScreen } from '../code-screen.js';
import { useAct } from '../use-act.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { phoneName } from '../phone-name.js';
import { sentenceOf } from '../troubles.js';
import { useCamera } from '../../ui/use-camera.js';
import { useReady } from '../use-ready.js';
import { useScan } from '../use-scan.js';

/** With the card in hand: two ways to show it. */
export const Lost = ({ app: { words, way } }: ScreenProps) => (
  <section class="screen">
    <Sleeve papers={1} />
    <Title>{words.lost.title}</Title>
    <p class="lead">{words.lost.text}</p>
    <div class="actions">
      <Button look="main" icon="camera" onPress={() => way.go({ name: 'scan' })}>
        {words.lost.scan}
      </Button>
      <Button icon="keys" onPress={() => way.go({ name: 'typeCard' })}>
        {words.lost.type}
      </Button>
      <Button icon="building" onPress={() => way.go({ name: 'help' })}>
        {words.lost.ask}
      </Button>
    </div>
  </section>
);

export const Scan = ({ app: { words, way } }: ScreenProps) => {
  const { video, state } = useCamera();
  const [fault, setFault] = useState('');
  useScan(
    video,
    state === 'ready',
    isCardText,
    (card) =>
      void engine()
        .checkCard(card)
        .then(
          () => way.replace({ name: 'cardCode', card }),
          (error: unknown) => setFault(sentenceOf(words, error)),
        ),
  );
  return (
    <section class="screen camera">
      <Title>{words.lost.scan}</Title>
      <Finder video={video} state={state} words={words} />
      <p class={fault === '' ? 'soft' : 'fault'} role="status">
        {fault === '' ? words.lost.scanning : fault}
      </p>
      <Button icon="keys" onPress={() => way.replace({ name: 'typeCard' })}>
        {words.lost.type}
      </Button>
    </section>
  );
};

/** In groups of five, as they stand on the card. */
const grouped = (text: string): string =>
  (
    text
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '')
      .slice(0, 37)
      .match(/.{1,5}/g) ?? []
  ).join('-');

export const TypeCard = ({ app: { words, way } }: ScreenProps) => {
  const [signs, setSigns] = useState('');
  const { fault, setFault, act } = useAct(words);
  const send = (): Promise<void> =>
    act(async () => {
      await engine().checkCard(signs);
      way.replace({ name: 'cardCode', card: signs });
    });
  return (
    <section class="screen">
      <Title>{words.lost.typeTitle}</Title>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div class="field">
          <label for="signs">{words.lost.signs}</label>
          <textarea
            id="signs"
            dir="ltr"
            rows={3}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            value={signs}
            aria-invalid={fault === '' ? undefined : 'true'}
            onInput={({ currentTarget }) => {
              setFault('');
              currentTarget.value = grouped(currentTarget.value);
              setSigns(currentTarget.value);
            }}
          />
          <p class="fault" role="alert">
            {fault}
          </p>
        </div>
        <Button look="main" type="submit">
          {words.lost.next}
        </Button>
      </form>
    </section>
  );
};

/** Card and code: this phone opens the safe from now on. */
export const CardCode = ({ app, card }: ScreenProps & { readonly card: string }) => {
  const { words, way, setOpen, look } = app;
  useReady(words.language);
  const enter = async (code: string): Promise<void> => {
    await engine().login(card, code, phoneName());
    setOpen();
    await look();
    const others = await engine()
      .openers()
      .catch(() => []);
    const isOld = others.some(({ kind, current }) => kind === 'device' && !current);
    way.reset({ name: isOld ? 'oldPhones' : 'papers' });
  };
  return <CodeScreen words={words} onCode={enter} say={(error) => sentenceOf(words, error, 'card')} />;
};

/** The phone that is gone opens nothing any more. */
export const OldPhones = ({ app: { words, way } }: ScreenProps) => {
  const [isDone, setDone] = useState(false);
  const { busy, fault, act } = useAct(words);
  const block = (): Promise<void> =>
    act(async () => {
      await engine().blockOthers();
      setDone(true);
    });
  if (isDone) {
    return (
      <section class="screen">
        <Sleeve papers={3} />
        <Title key="done">{words.lost.blocked}</Title>
        <div class="actions">
          <Button look="main" onPress={() => way.reset({ name: 'papers' })}>
            {words.papers.title}
          </Button>
        </div>
      </section>
    );
  }
  return (
    <section class="screen">
      <span class="big-icon">
        <Icon name="phone" />
      </span>
      <Title key="asking">{words.lost.oldTitle}</Title>
      <p class="lead">{words.lost.oldText}</p>
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="actions">
        <Button look="main" busy={busy} onPress={() => void block()}>
          {words.lost.block}
        </Button>
        <Button look="quiet" onPress={() => way.reset({ name: 'papers' })}>
          {words.lost.keepBoth}
        </Button>
      </div>
    </section>
  );
};
