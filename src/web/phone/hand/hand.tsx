import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import '../consent/consent.css';
import { CONSENT } from '../../i18n/phone/consent/catalogues.js';
import type { ConsentWords } from '../../i18n/phone/consent/words.js';
import { PHONE } from '../../i18n/phone/catalogues.js';
import type { PhoneWords } from '../../i18n/phone/words.js';
import { directionOf, isLanguage, type Language } from '../../i18n/language.js';
import { Sleeve } from '../../ui/icons.js';
import { NoticePoints } from '../screens/notice.js';
import { Button, Title } from '../../ui/parts.js';
import { SixDigits } from '../../ui/six-digits.js';
import { Listen } from '../../ui/speech.js';
import { endEngine, engine } from '../engine/engine.js';
import { sentenceOf } from '../troubles.js';

interface Said {
  readonly words: PhoneWords;
  readonly said: ConsentWords;
}

const load = async (language: Language): Promise<Said> => {
  const [{ words }, { words: said }] = await Promise.all([PHONE[language](), CONSENT[language]()]);
  return { words, said };
};

type Step =
  | { readonly name: 'join' | 'notice' | 'busy' | 'done' | 'no' | 'over' }
  | { readonly name: 'number'; readonly number: string }
  | { readonly name: 'code'; readonly first: string | null; readonly fault: string };

/** The person's part, from the number to their code. Nothing is kept on this screen; what it was joined by is gone once it is left. */
const useGuest = (address: string, first: Said) => {
  const [step, setStep] = useState<Step>({ name: 'join' });
  const [spoken, setSpoken] = useState(first);
  const failed = (): void => setStep({ name: 'over' });
  const begin = async (): Promise<void> => {
    setStep({ name: 'number', number: await engine().guestJoin(address) });
    const language = await engine().guestBegin();
    if (isLanguage(language)) setSpoken(await load(language));
    setStep({ name: 'notice' });
  };
  useEffect(() => void begin().catch(failed), []);
  const answer = async (yes: boolean): Promise<void> => {
    await engine().guestAnswer(yes);
    setStep(yes ? { name: 'code', first: null, fault: '' } : { name: 'no' });
  };
  const choose = async (code: string): Promise<void> => {
    try {
      await engine().checkCode(code);
      setStep({ name: 'code', first: code, fault: '' });
    } catch (error) {
      setStep({ name: 'code', first: null, fault: sentenceOf(spoken.words, error) });
    }
  };
  const repeat = async (code: string, wanted: string): Promise<void> => {
    if (code !== wanted) {
      return setStep({ name: 'code', first: null, fault: spoken.words.troubles.differ });
    }
    setStep({ name: 'busy' });
    await engine().guestCode(code);
    endEngine();
    setStep({ name: 'done' });
    return undefined;
  };
  return {
    step,
    spoken,
    answer: (yes: boolean): void => void answer(yes).catch(failed),
    type: async (code: string, wanted: string | null): Promise<void> => {
      await (wanted === null ? choose(code) : repeat(code, wanted)).catch(failed);
    },
  };
};

const Notice = ({ words, onAnswer }: { words: PhoneWords; onAnswer: (yes: boolean) => void }) => (
  <section class="screen">
    <Title key="notice">{words.notice.title}</Title>
    <NoticePoints words={words} />
    <div class="actions pair">
      <Button onPress={() => onAnswer(false)}>{words.papers.no}</Button>
      <Button look="main" onPress={() => onAnswer(true)}>
        {words.papers.yes}
      </Button>
    </div>
  </section>
);

/** One sentence, and nothing more to do here. */
const End = ({ title, text, papers }: { title: string; text: string; papers: 0 | 3 }) => (
  <section class="screen">
    <Sleeve papers={papers} />
    <Title key={title}>{title}</Title>
    <p class="lead">{text}</p>
  </section>
);

type Guest = ReturnType<typeof useGuest>;

const Shown = ({ guest: { step, spoken, answer, type } }: { readonly guest: Guest }) => {
  const { words, said } = spoken;
  switch (step.name) {
    case 'number':
      return (
        <section class="screen">
          <Title key="number">{said.guest.number}</Title>
          <p class="number" dir="ltr">
            {step.number}
          </p>
          <p class="lead">{said.guest.lookAt}</p>
        </section>
      );
    case 'notice':
      return <Notice words={words} onAnswer={answer} />;
    case 'code':
      return (
        <section class="screen code">
          <SixDigits
            key={step.first === null ? 'first' : 'again'}
            words={words}
            title={step.first === null ? words.code.choose : words.code.again}
            text={step.first === null ? words.code.chooseText : ''}
            fault={step.fault}
            onCode={(code) => type(code, step.first)}
          />
        </section>
      );
    case 'done':
      return <End title={said.guest.done} text={said.guest.doneText} papers={3} />;
    case 'no':
      return <End title={said.guest.no} text={said.guest.doneText} papers={0} />;
    case 'over':
      return <End title={said.guest.over} text={said.guest.doneText} papers={0} />;
    default:
      return (
        <section class="screen">
          <Sleeve papers={1} />
          <p class="lead" role="status">
            {step.name === 'busy' ? words.code.opening : words.wait}
          </p>
          <span class="wait" />
        </section>
      );
  }
};

const Page = ({ address, first }: { readonly address: string; readonly first: Said }) => {
  const guest = useGuest(address, first);
  const { words } = guest.spoken;
  const { language } = words;
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
    document.title = words.pageTitle;
  }, [words]);
  return (
    <div class="phone" data-screen="hand" lang={language} dir={directionOf(language)}>
      <header class="phone-top">
        <span class="room" />
        <Listen words={words} part="phone" place={guest.step.name} />
      </header>
      <main>
        <Shown guest={guest} />
      </main>
    </div>
  );
};

/** A screen that somebody new holds at a relay's desk: their part alone, joined by the code that was scanned. */
export const openHand = async (root: HTMLElement, address: string, language: Language): Promise<void> => {
  const first = await load(language);
  root.replaceChildren();
  render(<Page address={address} first={first} />, root);
};
