import { useState } from 'preact/hooks';
import { isSafeError } from '../../../core/errors.js';
import type { ConsentWords } from '../../i18n/phone/consent/words.js';
import type { PhoneWords } from '../../i18n/phone/words.js';
import { Icon, Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import { Qr } from '../../ui/qr.js';
import { SixDigits } from '../../ui/six-digits.js';
import { useJoining } from '../../ui/use-joining.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { phoneName } from '../phone-name.js';
import { sentenceOf } from '../troubles.js';
import type { Saying } from './saying.js';

type Props = ScreenProps & Saying;

/** Why the two screens are no longer joined. */
const helpFault = (words: PhoneWords, { help }: ConsentWords, error: unknown): string => {
  if (isSafeError(error, 'hand_taken')) return help.taken;
  if (isSafeError(error, 'hand_ended') || isSafeError(error, 'damaged')) return help.over;
  if (isSafeError(error, 'spare_closed')) return help.late;
  return sentenceOf(words, error, 'card');
};

type Step =
  | { readonly name: 'begin' }
  | { readonly name: 'show'; readonly code: string; readonly words: readonly string[] }
  | { readonly name: 'compare'; readonly number: string }
  | { readonly name: 'wait' }
  | { readonly name: 'code' }
  | { readonly name: 'failed'; readonly fault: string };

/** The way from the code that is shown to the spare that comes; whoever leaves it leaves nothing behind. */
const useHelp = ({ app: { words }, said }: Props) => {
  const { step, setStep, same, again } = useJoining<Step>({
    first: { name: 'begin' },
    run: async ({ to, agreed }) => {
      to({ name: 'show', ...(await engine().helpShow()) });
      const number = await engine().helpJoin();
      // however early the spare comes: no code is asked for before the person has compared
      const compared = agreed();
      to({ name: 'compare', number });
      await Promise.all([compared, engine().helpWait()]);
      to({ name: 'code' });
    },
    failed: (error) => ({ name: 'failed', fault: helpFault(words, said, error) }),
    leave: () =>
      void engine()
        .helpEnd()
        .catch(() => undefined),
  });
  const sameNumber = (): void => {
    setStep({ name: 'wait' });
    same();
  };
  return { step, setStep, same: sameNumber, again };
};

const Code = ({ app, said, onClosed }: Props & { readonly onClosed: (fault: string) => void }) => {
  const { words, way, setOpen, look } = app;
  const [fault, setFault] = useState('');
  const enter = async (code: string): Promise<void> => {
    try {
      await engine().helpOpen(code, phoneName());
      setOpen();
      await look();
      way.reset({ name: 'helped' });
    } catch (error) {
      const why = helpFault(words, said, error);
      if (isSafeError(error, 'spare_closed') || isSafeError(error, 'hand_ended')) return onClosed(why);
      setFault(why);
    }
    return undefined;
  };
  return (
    <section class="screen code">
      <SixDigits words={words} title={words.code.enter} text="" fault={fault} onCode={enter} />
    </section>
  );
};

/** A stranger who read the code would show another number, or none. */
const Compare = ({
  app: { words },
  said: { help },
  number,
  onSame,
  onOther,
}: Props & {
  readonly number: string;
  readonly onSame: () => void;
  readonly onOther: () => void;
}) => (
  <section class="screen">
    <Title key="compare">{help.sameTitle}</Title>
    <p class="number" dir="ltr">
      {number}
    </p>
    <p class="lead">{help.sameText}</p>
    <div class="actions pair">
      <Button onPress={onOther}>{words.papers.no}</Button>
      <Button look="main" onPress={onSame}>
        {words.papers.yes}
      </Button>
    </div>
  </section>
);

/** Phone and card are gone: who helps reads this code, and gives the spare back. */
export const Help = ({ app, said }: Props) => {
  const { step, setStep, same, again } = useHelp({ app, said });
  const { help } = said;
  switch (step.name) {
    case 'show':
      return (
        <section class="screen">
          <Title key="show">{help.title}</Title>
          <Qr text={step.code} label={help.qr} />
          <p class="lead">{help.text}</p>
          <bdi class="compare-words" lang="fr" dir="ltr">
            {step.words.join(' ')}
          </bdi>
        </section>
      );
    case 'compare':
      return <Compare app={app} said={said} number={step.number} onSame={same} onOther={again} />;
    case 'code':
      return <Code app={app} said={said} onClosed={(fault) => setStep({ name: 'failed', fault })} />;
    case 'failed':
      return (
        <section class="screen">
          <Sleeve papers={0} />
          <Title key="failed">{app.words.lost.title}</Title>
          <p class="fault" role="alert">
            {step.fault}
          </p>
          <div class="actions">
            <Button look="main" icon="again" onPress={again}>
              {help.again}
            </Button>
          </div>
        </section>
      );
    default:
      return (
        <section class="screen">
          <Sleeve papers={1} />
          <Title key="wait">{app.words.lost.title}</Title>
          <p class="lead" role="status">
            {step.name === 'wait' ? help.waiting : app.words.wait}
          </p>
          <span class="wait" />
        </section>
      );
  }
};

/** The safe is open here, and nowhere else. What was lost opens nothing; a new card waits, and a new spare may be left. */
export const Helped = ({ app: { words, way }, said }: Props) => (
  <section class="screen">
    <span class="big-icon">
      <Icon name="check" />
    </span>
    <Title>{words.lost.blocked}</Title>
    <p class="lead">{said.help.doneText}</p>
    <div class="actions">
      <Button look="main" icon="card" onPress={() => way.reset({ name: 'card' })}>
        {said.help.card}
      </Button>
      <Button icon="building" onPress={() => way.go({ name: 'spare' })}>
        {said.spare.leave}
      </Button>
    </div>
  </section>
);
