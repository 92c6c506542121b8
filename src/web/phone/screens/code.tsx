import { useState } from 'preact/hooks';
import { isSafeError } from '../../../core/errors.js';
import type { PhoneWords } from '../../i18n/phone/words.js';
import { Sleeve } from '../../ui/icons.js';
import { Button } from '../../ui/parts.js';
import { SixDigits } from '../../ui/six-digits.js';
import { CodeScreen } from '../code-screen.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { phoneName } from '../phone-name.js';
import { sentenceOf } from '../troubles.js';
import { useReady } from '../use-ready.js';

export const Opening = ({ words }: { readonly words: PhoneWords }) => (
  <section class="screen" aria-busy="true">
    <Sleeve papers={3} />
    <p class="lead" role="status">
      {words.code.opening}
    </p>
    <span class="wait" />
  </section>
);

/** Six digits, twice; then `finish` does what they are for. */
const useNewCode = (words: PhoneWords, finish: (code: string) => Promise<void>) => {
  const [first, setFirst] = useState<string | null>(null);
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const choose = async (code: string): Promise<void> => {
    try {
      await engine().checkCode(code);
      setFirst(code);
      setFault('');
    } catch (error) {
      setFault(sentenceOf(words, error));
    }
  };
  const repeat = async (code: string): Promise<void> => {
    if (code !== first) {
      setFirst(null);
      return setFault(words.troubles.differ);
    }
    setBusy(true);
    try {
      await finish(code);
    } catch (error) {
      setBusy(false);
      setFault(sentenceOf(words, error));
    }
    return undefined;
  };
  return { first, fault, busy, choose, repeat };
};

const ChooseCode = ({
  words,
  onCode,
}: {
  readonly words: PhoneWords;
  readonly onCode: (code: string) => Promise<void>;
}) => {
  const { first, fault, busy, choose, repeat } = useNewCode(words, onCode);
  useReady(words.language);
  if (busy) return <Opening words={words} />;
  return (
    <section class="screen code">
      <SixDigits
        key={first === null ? 'first' : 'again'}
        words={words}
        title={first === null ? words.code.choose : words.code.again}
        text={first === null ? words.code.chooseText : ''}
        fault={fault}
        onCode={first === null ? choose : repeat}
      />
    </section>
  );
};

/** Then the safe is opened, and what lies on this phone goes into it. */
export const NewCode = ({ app: { words, way, setOpen, look } }: ScreenProps) => (
  <ChooseCode
    words={words}
    onCode={async (code) => {
      await engine().open(code, phoneName());
      setOpen();
      await look();
      way.reset({ name: 'card' });
    }}
  />
);

/** The code as it was, then another one, and with it another card. Whoever holds an open phone can't do it. */
export const ChangeCode = ({ app: { words, way, lock } }: ScreenProps) => {
  const [known, setKnown] = useState(false);
  const check = async (code: string): Promise<void> => {
    await engine().checkOwnCode(code);
    setKnown(true);
  };
  const change = async (code: string): Promise<void> => {
    try {
      await engine().changeCode(code, phoneName());
    } catch (error) {
      // perhaps it was done: what opens now is found out by unlocking
      lock();
      throw error;
    }
    way.reset({ name: 'card' });
  };
  if (known) return <ChooseCode words={words} onCode={change} />;
  return <CodeScreen words={words} text={words.more.codeText} onCode={check} />;
};

/** The code, and another card under it: what is lost opens nothing any more. */
export const NewCard = ({ app: { words, way } }: ScreenProps) => (
  <CodeScreen
    words={words}
    title={words.more.newCard}
    text={words.more.newCardText}
    onCode={async (code) => {
      await engine().newCard(code);
      way.replace({ name: 'card' });
    }}
  />
);

const useUnlock = ({ app: { words, setOpen, look, way } }: ScreenProps) => {
  const [fault, setFault] = useState('');
  const [isOver, setOver] = useState(false);
  const unlock = async (code: string): Promise<void> => {
    setFault('');
    try {
      await engine().unlock(code);
      setOpen();
      way.reset({ name: 'papers' });
    } catch (error) {
      setFault(sentenceOf(words, error));
      setOver(isSafeError(error, 'lock_blocked') || isSafeError(error, 'unknown_lock'));
      await look();
    }
  };
  const startAgain = async (): Promise<void> => {
    await engine().forgetSafe();
    await look();
    way.reset({ name: 'start' });
  };
  return { fault, isOver, unlock, startAgain };
};

/** Coming back: the code, and what can be done without it. */
export const Unlock = ({ app }: ScreenProps) => {
  const { words, way, facts } = app;
  const { fault, isOver, unlock, startAgain } = useUnlock({ app });
  useReady(words.language);
  return (
    <section class="screen code">
      <Sleeve papers={2} small />
      <SixDigits words={words} title={words.code.enter} text="" fault={fault} onCode={unlock} />
      <div class="actions">
        <Button icon="camera" onPress={() => way.go({ name: 'camera' })}>
          {words.start.photo}
        </Button>
        {facts.offline && (
          <Button look="quiet" onPress={() => way.go({ name: 'papers' })}>
            {words.code.seeOffline}
          </Button>
        )}
        <Button look="quiet" onPress={() => way.go({ name: 'lost' })}>
          {words.code.lost}
        </Button>
        {isOver && (
          <Button look="quiet" onPress={() => void startAgain()}>
            {words.code.startAgain}
          </Button>
        )}
      </div>
    </section>
  );
};
