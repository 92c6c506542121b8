import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../i18n/language.js';
import type { DeskWords } from '../../i18n/desk/words.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { CardStep, CodeStep } from './person-steps.js';
import { endPerson, personEngine } from './person.js';
import { LookAway, Notice, PhoneStep, Ready, Refused, Start } from './worker-steps.js';

/** Where a new person and a worker are together. */
type Step =
  | { readonly name: 'start' }
  | { readonly name: 'notice' }
  | { readonly name: 'refused' }
  | { readonly name: 'phone' }
  | { readonly name: 'lookAway' }
  | { readonly name: 'code' }
  | { readonly name: 'card'; readonly contact: string }
  | { readonly name: 'ready'; readonly person: string; readonly hasRoom: boolean };

const CATALOGUES: Readonly<Record<Language, () => Promise<{ readonly words: DeskWords }>>> = {
  fr: () => import('../../i18n/desk/fr.js'),
  en: () => import('../../i18n/desk/en.js'),
  ar: () => import('../../i18n/desk/ar.js'),
  fa: () => import('../../i18n/desk/fa.js'),
  ps: () => import('../../i18n/desk/ps.js'),
  ti: () => import('../../i18n/desk/ti.js'),
  uk: () => import('../../i18n/desk/uk.js'),
  ru: () => import('../../i18n/desk/ru.js'),
  nl: () => import('../../i18n/desk/nl.js'),
};

/** The person's own language, which need not be the worker's. */
const useTheirs = (words: DeskWords) => {
  const [theirs, setTheirs] = useState(words);
  const choose = async (language: Language): Promise<void> => {
    setTheirs((await CATALOGUES[language]()).words);
  };
  return { theirs, choose };
};

/** The relay says that it knows the person; that it can't stops nothing else. */
const introduce = async (contact: string, nickname: string, relay: string | null) => {
  const person = await engine().meet(contact, nickname);
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

/** From “somebody new is here” to a safe that only they can open. */
export const Newcomer = ({ desk }: ScreenProps) => {
  const { words, relay, go } = desk;
  const [step, setStep] = useState<Step>({ name: 'start' });
  const [nickname, setNickname] = useState('');
  const { theirs, choose } = useTheirs(words);
  useEffect(() => endPerson, []);
  const home = (): void => go({ name: 'people', person: null });
  const hasCard = async (contact: string): Promise<void> => {
    endPerson();
    setStep({ name: 'ready', ...(await introduce(contact, nickname, relay?.id ?? null)) });
  };
  switch (step.name) {
    case 'start':
      return (
        <Start
          words={words}
          onNext={async (name, language) => {
            setNickname(name);
            await choose(language);
            setStep({ name: 'notice' });
          }}
        />
      );
    case 'notice':
      return (
        <Notice
          words={words}
          theirs={theirs}
          onYes={() => setStep({ name: 'phone' })}
          onNo={() => setStep({ name: 'refused' })}
        />
      );
    case 'refused':
      return <Refused words={words} onHome={home} />;
    case 'phone':
      return <PhoneStep words={words} onNone={() => setStep({ name: 'lookAway' })} onDone={home} />;
    case 'lookAway':
      return (
        <LookAway
          words={words}
          onGo={() => {
            personEngine();
            setStep({ name: 'code' });
          }}
        />
      );
    case 'code':
      return <CodeStep words={theirs} onOpen={(contact) => setStep({ name: 'card', contact })} />;
    case 'card':
      return <CardStep words={theirs} nickname={nickname} onDone={() => hasCard(step.contact)} />;
    default:
      return (
        <Ready desk={desk} person={step.person} nickname={nickname} hasRoom={step.hasRoom} onHome={home} />
      );
  }
};
