import { useEffect, useState } from 'preact/hooks';
import { isHandText } from '../../../core/protocol/hand-text.js';
import { Icon, Sleeve } from '../../ui/icons.js';
import { labelled } from '../../i18n/format.js';
import { Button, Filled, Said, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { dayOf } from '../../i18n/days.js';
import { engine } from '../engine/engine.js';
import type { SpareView } from '../engine/spares.js';
import { handFault } from '../hand-fault.js';
import { Reader } from '../reader.js';

type Step =
  | { readonly name: 'who' }
  | { readonly name: 'scan' | 'joining' | 'given' | 'done'; readonly spare: SpareView }
  | { readonly name: 'compare'; readonly spare: SpareView; readonly number: string };

/** Who left a spare here: by what they are called, and the words of their code. */
const List = ({ desk, onChoose }: ScreenProps & { readonly onChoose: (spare: SpareView) => void }) => {
  const { words, relay, explain } = desk;
  const [found, setFound] = useState<readonly SpareView[] | null>(null);
  const [refused, setRefused] = useState(0);
  const [fault, setFault] = useState('');
  useEffect(() => {
    const look = async (): Promise<void> => {
      const answer = await engine().spares(relay?.id ?? '');
      setFound(answer.spares);
      setRefused(answer.refused);
    };
    void look().catch(async (error: unknown) => setFault(await explain(error)));
  }, []);
  return (
    <section class="card person">
      <Title>{words.spare.entry}</Title>
      <p class="lead">{words.spare.text}</p>
      <p class="fault" role="alert">
        {fault}
      </p>
      {found === null && fault === '' && (
        <p class="soft" role="status">
          {words.wait}
        </p>
      )}
      {found?.length === 0 && <p class="soft">{words.spare.none}</p>}
      <ul class="shows">
        {found?.map((one) => (
          <li key={one.id} class="show">
            <div>
              <p class="show-what">
                <Said>{one.name}</Said>
              </p>
              <p class="soft">
                <Filled text={words.spare.since} name={dayOf(words.language, one.since)} />
              </p>
              <p class="soft" lang="fr" dir="ltr">
                {one.words.join(' ')}
              </p>
            </div>
            <Button
              icon="keys"
              label={labelled(words.language, words.spare.give, one.name)}
              onPress={() => onChoose(one)}
            >
              {words.spare.give}
            </Button>
          </li>
        ))}
      </ul>
      {refused > 0 && <p class="told">{words.spare.untrue}</p>}
    </section>
  );
};

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
  const choose = (spare: SpareView): void => {
    setFault('');
    setStep({ name: 'scan', spare });
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
    await engine().giveBack(spare.id);
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

/** Phone and card are lost: the spare that the person left here goes to the phone in their hand. Nothing of it is shown. */
export const GiveBack = ({ desk }: ScreenProps) => {
  const { words } = desk;
  const { step, fault, choose, join, give, stop } = useSteps({ desk });
  if (step.name === 'who') return <List desk={desk} onChoose={choose} />;
  const { spare } = step;
  if (step.name === 'scan') {
    return (
      <section class="card ask">
        <Title key="scan">
          <Filled text={words.spare.here} name={spare.name} />
        </Title>
        <p class="lead">{words.spare.scanText}</p>
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
          <Said>{spare.name}</Said>
        </p>
        <div class="row">
          <Button look="main" icon="keys" onPress={() => give(spare)}>
            {words.spare.give}
          </Button>
          <Button onPress={() => stop(spare)}>{words.spare.stop}</Button>
        </div>
      </section>
    );
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
