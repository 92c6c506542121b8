import { useEffect, useState } from 'preact/hooks';
import { isHandText } from '../../../core/protocol/hand-text.js';
import { Icon, Sleeve } from '../../ui/icons.js';
import { Button, Filled, Said, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import type { SpareView } from '../engine/spares.js';
import { handFault } from '../hand-fault.js';
import { Reader } from '../reader.js';
import { SpareList } from './spare-list.js';

type Step =
  | { readonly name: 'who' }
  | { readonly name: 'scan' | 'joining' | 'given' | 'done'; readonly spare: SpareView }
  | { readonly name: 'compare'; readonly spare: SpareView; readonly number: string };

/** As long as the server keeps two screens joined. */
const JOINED_MS = 600_000;

const endHand = (): void =>
  void engine()
    .endHand()
    .catch(() => undefined);

const useSteps = ({ desk: { words, tell, go, hold } }: ScreenProps) => {
  const [step, setStep] = useState<Step>({ name: 'who' });
  const [fault, setFault] = useState('');
  // whoever leaves the screen leaves nothing behind
  useEffect(() => () => void Promise.resolve(engine().forgetSpares()).catch(() => undefined), []);
  // The worker looks at the person, not at the screen: it is not shut while two screens are joined, and they are no longer than that.
  const isJoined = step.name !== 'who' && step.name !== 'scan';
  useEffect(() => {
    if (!isJoined) return undefined;
    hold(true);
    const over = setTimeout(() => {
      endHand();
      setFault(words.spare.over);
      setStep({ name: 'scan', spare: step.spare });
    }, JOINED_MS);
    return () => {
      clearTimeout(over);
      hold(false);
    };
  }, [isJoined]);
  const failed =
    (spare: SpareView) =>
    (error: unknown): void => {
      setFault(handFault(words, error));
      setStep({ name: 'scan', spare });
    };
  /** The next step with somebody, or who it is. */
  const choose = (spare: SpareView | null): void => {
    tell('');
    setFault('');
    setStep(spare ? { name: 'scan', spare } : { name: 'who' });
  };
  const join = (spare: SpareView, text: string): void => {
    setFault('');
    setStep({ name: 'joining', spare });
    engine()
      .joinHand(text)
      .then((number) => setStep({ name: 'compare', spare, number }), failed(spare));
  };
  const give = async (spare: SpareView): Promise<void> => {
    setStep({ name: 'given', spare });
    await engine().giveSpareBack(spare.id);
    await engine().handDone();
    go({ name: 'people', person: null });
    tell(words.spare.done);
  };
  const stop = (spare: SpareView): void => {
    endHand();
    choose(spare);
  };
  return {
    step,
    fault,
    choose,
    join,
    give: (spare: SpareView): void => void give(spare).catch(failed(spare)),
    stop,
  };
};

/** The person is here, and both screens show the same number. */
const Compare = ({
  desk: { words },
  step,
  onGive,
  onStop,
}: ScreenProps & {
  readonly step: Extract<Step, { readonly name: 'compare' }>;
  readonly onGive: () => void;
  readonly onStop: () => void;
}) => {
  return (
    <section class="card ask middle">
      <Title key="compare">{words.spare.compare}</Title>
      <p class="number" dir="ltr">
        {step.number}
      </p>
      <p class="told warning">
        <Icon name="person" />
        <span>{words.spare.warning}</span>
      </p>
      <p class="soft">
        <Said>{step.spare.name}</Said>
      </p>
      <div class="row">
        <Button look="main" icon="keys" onPress={onGive}>
          {words.spare.give}
        </Button>
        <Button onPress={onStop}>{words.spare.stop}</Button>
      </div>
    </section>
  );
};

/** Phone and card are lost: the spare that the person left here goes to the phone in their hand. Nothing of it is shown. */
export const Reopen = ({ desk }: ScreenProps) => {
  const { words } = desk;
  const { step, fault, choose, join, give, stop } = useSteps({ desk });
  if (step.name === 'who') return <SpareList desk={desk} onChoose={choose} />;
  const { spare } = step;
  if (step.name === 'scan') {
    return (
      <section class="card ask">
        <div class="row">
          <Button icon="back" onPress={() => choose(null)}>
            {words.back}
          </Button>
        </div>
        <Title key="scan">
          <Filled text={words.spare.here} name={spare.name} />
        </Title>
        <p class="lead">{words.spare.scanText}</p>
        {spare.aside !== null && (
          <p class="told">
            <Filled text={words.spare.asideBy} name={spare.aside} />
          </p>
        )}
        {!spare.known && <p class="told">{words.spare.unproven}</p>}
        <Reader
          words={words}
          label={words.spare.scan}
          accepts={isHandText}
          fault={fault}
          onText={(text) => join(spare, text)}
        />
      </section>
    );
  }
  if (step.name === 'compare') {
    return <Compare desk={desk} step={step} onGive={() => give(spare)} onStop={() => stop(spare)} />;
  }
  return (
    <section class="card ask middle">
      <Sleeve papers={2} />
      <p class="lead" role="status">
        {step.name === 'joining' ? words.spare.joining : words.spare.given}
      </p>
      <span class="wait" />
      <Button look="quiet" onPress={() => stop(spare)}>
        {words.spare.stop}
      </Button>
    </section>
  );
};
