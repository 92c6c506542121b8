import { useState } from 'preact/hooks';
import type { DeskWords } from '../../i18n/desk/words.js';
import { directionOf, type Language, LANGUAGE_NAMES, LANGUAGES } from '../../i18n/language.js';
import { Icon, Sleeve } from '../../ui/icons.js';
import { Line } from '../../ui/line.js';
import { Button, Said, Title } from '../../ui/parts.js';
import { Qr } from '../../ui/qr.js';
import { Listen } from '../../ui/speech.js';
import type { Desk } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { useTraining } from '../training/context.js';

interface WordsProps {
  readonly words: DeskWords;
}

/** Which language the person speaks, each in its own script. */
const Languages = ({
  legend,
  chosen,
  onChoose,
}: {
  readonly legend: string;
  readonly chosen: Language;
  readonly onChoose: (language: Language) => void;
}) => (
  <fieldset class="choices">
    <legend>{legend}</legend>
    {LANGUAGES.map((one) => (
      <label key={one} lang={one} dir={directionOf(one)}>
        <input type="radio" name="language" checked={one === chosen} onChange={() => onChoose(one)} />
        <span>{LANGUAGE_NAMES[one]}</span>
      </label>
    ))}
  </fieldset>
);

/** A name, which may be made up, and a language: nothing else is asked. */
export const Start = ({
  words,
  onNext,
  onOther,
}: WordsProps & {
  readonly onNext: (name: string, language: Language) => void;
  /** Null where no other screen can be joined. */
  readonly onOther: ((name: string, language: Language) => void) | null;
}) => {
  const [name, setName] = useState('');
  const [language, setLanguage] = useState<Language>(words.language);
  const said = words.newcomer;
  return (
    <form
      class="card ask"
      onSubmit={(event) => {
        event.preventDefault();
        onNext(name.trim(), language);
      }}
    >
      <Title>{said.title}</Title>
      <p class="soft">{said.text}</p>
      <Line
        id="new-name"
        label={said.nickname}
        value={name}
        longest={40}
        hint={said.nicknameText}
        onType={setName}
      />
      <Languages legend={said.language} chosen={language} onChoose={setLanguage} />
      <div class="row">
        <Button look="main" type="submit">
          {said.next}
        </Button>
        {onOther && (
          <Button icon="phone" onPress={() => onOther(name.trim(), language)}>
            {said.other.button}
          </Button>
        )}
      </div>
    </form>
  );
};

/** What a person must know before a safe is opened, in their language, to be read or heard. */
export const Notice = ({
  words,
  theirs,
  onYes,
  onNo,
}: WordsProps & { readonly theirs: DeskWords; readonly onYes: () => void; readonly onNo: () => void }) => {
  const { notice } = theirs.newcomer;
  return (
    <div class="theirs cover">
      <p class="told">{words.newcomer.turn}</p>
      <section class="card for-person" lang={theirs.language} dir={directionOf(theirs.language)}>
        <div class="theirs-head">
          <Title>{notice.title}</Title>
          <Listen words={theirs} part="desk" place="notice" />
        </div>
        <ul class="points">
          {notice.points.map((point) => (
            <li key={point}>
              <Icon name="check" />
              <span>{point}</span>
            </li>
          ))}
        </ul>
        <div class="row">
          <Button look="main" onPress={onYes}>
            {notice.yes}
          </Button>
          <Button onPress={onNo}>{notice.no}</Button>
        </div>
      </section>
    </div>
  );
};

export const Refused = ({ words, onHome }: WordsProps & { readonly onHome: () => void }) => (
  <section class="card ask">
    <Title>{words.newcomer.refused.title}</Title>
    <p class="lead">{words.newcomer.refused.text}</p>
    <Button look="main" onPress={onHome}>
      {words.pile.finish}
    </Button>
  </section>
);

const NoPhone = ({
  title,
  text,
  none,
  onNone,
}: Readonly<Record<'title' | 'text' | 'none', string>> & { readonly onNone: () => void }) => (
  <section class="card ask middle">
    <Title>{title}</Title>
    <p class="lead">{text}</p>
    <Button look="main" onPress={onNone}>
      {none}
    </Button>
  </section>
);

/** Best on their own phone: then nothing of their safe was ever on this machine. */
export const PhoneStep = ({
  words,
  onNone,
  onDone,
}: WordsProps & { readonly onNone: () => void; readonly onDone: () => void }) => {
  const said = words.newcomer.phone;
  const training = useTraining();
  // a real phone would open a real safe
  if (training)
    return <NoPhone title={said.title} text={training.words.noPhone} none={said.none} onNone={onNone} />;
  return (
    <section class="card ask middle">
      <Title>{said.title}</Title>
      <p class="lead">{said.text}</p>
      <Qr text={`${location.origin}/`} label={said.picture} />
      <div class="row">
        <Button look="main" icon="phone" onPress={onDone}>
          {said.done}
        </Button>
        <Button onPress={onNone}>{said.none}</Button>
      </div>
    </section>
  );
};

/** Between the worker's screen and the person's. */
export const LookAway = ({ words, onGo }: WordsProps & { readonly onGo: () => void }) => {
  const said = words.newcomer.lookAway;
  return (
    <div class="cover">
      <section class="card middle cover-card">
        <Sleeve papers={0} />
        <Title>{said.title}</Title>
        <p class="lead">{said.text}</p>
        <p class="told">{words.newcomer.turn}</p>
        <Button look="main" onPress={onGo}>
          {said.go}
        </Button>
      </section>
    </div>
  );
};

/** The safe is there, and this machine can't open it. */
export const Ready = ({
  desk,
  person,
  hasRoom,
  onHome,
}: {
  readonly desk: Desk;
  readonly person: string;
  readonly hasRoom: boolean;
  readonly onHome: () => void;
}) => {
  const { words, go } = desk;
  const { nickname } = desk.newcomer;
  const said = words.newcomer.ready;
  const scan = async (): Promise<void> => {
    const { people } = await engine().people();
    const found = people.find(({ id }) => id === person);
    go(found ? { name: 'pile', person: found } : { name: 'people', person });
  };
  return (
    <section class="card ask">
      <Sleeve papers={3} />
      <Title>
        <Said>{said.title(nickname === '' ? '…' : nickname)}</Said>
      </Title>
      <p class="lead">{hasRoom ? said.text : said.noRoom}</p>
      <div class="row">
        <Button look="main" icon="give" onPress={() => void scan().catch(onHome)}>
          {said.papers}
        </Button>
        <Button look="quiet" onPress={onHome}>
          {said.finish}
        </Button>
      </div>
    </section>
  );
};
