import { DESK } from '../../i18n/desk/catalogues.js';
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../i18n/language.js';
import type { DeskWords } from '../../i18n/desk/words.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { CardStep, CodeStep } from './person-steps.js';
import { OtherScreen } from './other-step.js';
import { SpareStep } from './spare-step.js';
import { endPerson, personEngine } from './person.js';
import type { Step } from './steps.js';
import { Button } from '../../ui/parts.js';
import { useTraining } from '../training/context.js';
import { sentenceOf } from '../troubles.js';
import { LookAway, Notice, PhoneStep, Ready, Refused, Start } from './worker-steps.js';

/** What is said to the person, in their language, which need not be the worker's; null until it is there. */
const useTheirs = (words: DeskWords, language: Language): DeskWords | null => {
  const [loaded, setLoaded] = useState<{ language: Language; words: DeskWords } | null>(null);
  useEffect(() => {
    DESK[language]().then(
      (found) => setLoaded({ language, words: found.words }),
      // the worker's own, then: somebody is there to translate
      () => setLoaded({ language, words }),
    );
  }, [language]);
  return loaded?.language === language ? loaded.words : null;
};

/** The relay says that it knows the person; that it can't stops nothing else. */
const introduce = async (contact: string, nickname: string, relay: string | null) => {
  const person = await engine().meet(contact, relay ?? '');
  // that it can't be written down now stops nothing else: it can be given later
  if (nickname !== '') {
    await engine()
      .nameThem(person, relay ?? '', nickname, 0)
      .catch(() => undefined);
  }
  if (relay !== null) await engine().tally(relay, 'newcomer', person);
  const hasRoom =
    relay !== null &&
    (await engine()
      .vouch(person, relay)
      .then(
        () => true,
        () => false,
      ));
  return { person, hasRoom };
};

/** Once the person has their card, the worker's part begins again; where the desk was locked meanwhile, after their code. */
const Introducing = ({ desk, contact }: ScreenProps & { readonly contact: string }) => {
  const { words, relay, newcomer } = desk;
  const [fault, setFault] = useState('');
  const begin = (): void => {
    setFault('');
    introduce(contact, newcomer.nickname, relay?.id ?? null).then(
      (known) => desk.setNewcomer({ step: { name: 'ready', ...known } }),
      (error: unknown) => setFault(sentenceOf(words, error)),
    );
  };
  useEffect(begin, []);
  return (
    <section class="card ask">
      <p role="status">{fault === '' ? words.wait : fault}</p>
      {fault !== '' && <Button onPress={begin}>{words.retry}</Button>}
    </section>
  );
};

type StepProps = ScreenProps & { readonly theirs: DeskWords; readonly to: (step: Step) => void };

/** The person's part: their code, and the card to print. */
const Theirs = ({ desk, theirs, to }: StepProps) => {
  const { step, nickname, poster } = desk.newcomer;
  const done = (contact: string): void => {
    endPerson();
    to({ name: 'introduce', contact });
  };
  if (step.name === 'spare') {
    const { contact } = step;
    return (
      <SpareStep words={theirs} poster={poster ?? ''} nickname={nickname} onDone={() => done(contact)} />
    );
  }
  if (step.name !== 'card') {
    return (
      <CodeStep
        words={theirs}
        opening={theirs.newcomer.code.opening}
        opener={personEngine}
        onOpen={(contact) => to({ name: 'card', contact })}
        onBack={() => to({ name: 'phone' })}
      />
    );
  }
  const { contact } = step;
  return (
    <CardStep
      words={theirs}
      pagesOf={(size, language) => personEngine().cardPages(size, language, nickname)}
      onDone={() => (poster === null ? done(contact) : to({ name: 'spare', contact }))}
    />
  );
};

/** What opens a safe weighs most: it comes while the screen is turned. And with it the relay's code, for a spare of the card. */
const makeReady = ({ relay, setNewcomer }: ScreenProps['desk'], isTraining: boolean): void => {
  personEngine();
  // a relay that can't be told from its poster takes no spare; in a training nobody comes for one
  if (!relay?.certified || isTraining) return;
  engine()
    .posterText(relay.id)
    .then(
      (poster) => setNewcomer({ poster }),
      () => undefined,
    );
};

/** From “somebody new is here” to a safe that only they can open. */
export const Newcomer = ({ desk }: ScreenProps) => {
  const { words, go, newcomer, setNewcomer } = desk;
  const { step, language } = newcomer;
  // the other screen's page is of the true world
  const training = useTraining();
  const theirs = useTheirs(words, language ?? words.language);
  const to = (next: Step): void => setNewcomer({ step: next });
  if (!theirs) return <p role="status">{words.wait}</p>;
  const home = (): void => go({ name: 'people', person: null });
  const begin =
    (name: 'notice' | 'other') =>
    (nickname: string, chosen: Language): void => {
      if (name === 'other') makeReady(desk, training !== null);
      setNewcomer({ nickname, language: chosen, step: { name } });
    };
  const away = (): void => {
    makeReady(desk, training !== null);
    to({ name: 'code' });
  };
  switch (step.name) {
    case 'start':
      return <Start words={words} onNext={begin('notice')} onOther={training ? null : begin('other')} />;
    case 'other':
      return (
        <OtherScreen
          words={words}
          language={language ?? words.language}
          onOpen={(contact) => to({ name: 'card', contact })}
          onNo={() => to({ name: 'refused' })}
          onHere={() => to({ name: 'notice' })}
        />
      );
    case 'notice':
      return (
        <Notice
          words={words}
          theirs={theirs}
          onYes={() => to({ name: 'phone' })}
          onNo={() => to({ name: 'refused' })}
        />
      );
    case 'refused':
      return <Refused words={words} onHome={home} />;
    case 'phone':
      return <PhoneStep words={words} onNone={() => to({ name: 'lookAway' })} onDone={home} />;
    case 'lookAway':
      return <LookAway words={words} onGo={away} />;
    case 'introduce':
      return <Introducing desk={desk} contact={step.contact} />;
    case 'ready':
      return <Ready desk={desk} person={step.person} hasRoom={step.hasRoom} onHome={home} />;
    default:
      return <Theirs desk={desk} theirs={theirs} to={to} />;
  }
};
