import type { ComponentChildren } from 'preact';
import { directionOf, type Language, LANGUAGE_NAMES, LANGUAGES } from '../i18n/language.js';
import type { DeskWords } from '../i18n/desk/words.js';
import { Icon, type IconName, Sleeve } from '../ui/icons.js';
import { Button } from '../ui/parts.js';
import type { RelayView } from './engine/signing.js';
import type { Screen } from './app-context.js';
import { Banner } from './training/banner.js';

const Languages = ({
  words,
  onLanguage,
}: {
  readonly words: DeskWords;
  readonly onLanguage: (language: Language) => void;
}) => (
  <nav aria-label={words.chooseLanguage}>
    <ul class="languages">
      {LANGUAGES.map((one) => (
        <li key={one}>
          <button
            type="button"
            lang={one}
            dir={directionOf(one)}
            aria-current={one === words.language ? 'true' : undefined}
            onClick={() => onLanguage(one)}
          >
            {LANGUAGE_NAMES[one]}
          </button>
        </li>
      ))}
    </ul>
  </nav>
);

const ENTRIES = [
  ['people', 'person'],
  ['newcomer', 'plus'],
  ['relay', 'building'],
] as const satisfies readonly (readonly [keyof DeskWords['frame'] & Screen['name'], IconName])[];

/** Which of the entries a screen belongs to. */
const placeOf = ({ name }: Screen): string => {
  if (name === 'newcomer') return name;
  return name === 'relay' || name === 'statistics' ? 'relay' : 'people';
};

/** What can be done here. */
const Entries = ({
  words,
  screen,
  onGo,
}: {
  readonly words: DeskWords;
  readonly screen: Screen;
  readonly onGo: (screen: Screen) => void;
}) => (
  <nav class="desk-nav" aria-label={words.pageTitle}>
    {ENTRIES.map(([name, icon]) => (
      <button
        key={name}
        type="button"
        class="nav-entry"
        aria-current={placeOf(screen) === name ? 'page' : undefined}
        onClick={() => onGo(name === 'people' ? { name, person: null } : { name })}
      >
        <Icon name={icon} />
        <span>{words.frame[name]}</span>
      </button>
    ))}
  </nav>
);

/** A relay's certified name, or the first words of its poster. */
const calledHere = ({ name, words }: RelayView): string => name ?? words.slice(0, 2).join(' ');

/** In whose name one works, and as whom. */
const Place = ({ words, place }: Pick<FrameProps, 'words' | 'place'>) => {
  const relay = place?.relay ?? null;
  const all = place?.relays ?? [];
  return (
    <p class="brand">
      <Sleeve papers={1} small />
      {relay ? (
        <span class="place">
          {all.length > 1 ? (
            <select
              aria-label={words.frame.relay}
              value={relay.id}
              onChange={({ currentTarget }) => place?.onRelay(currentTarget.value)}
            >
              {all.map((one) => (
                <option key={one.id} value={one.id}>
                  {calledHere(one)}
                </option>
              ))}
            </select>
          ) : (
            <bdi>{calledHere(relay)}</bdi>
          )}
          <span class="soft">
            <bdi>{relay.me}</bdi>
          </span>
        </span>
      ) : (
        words.brand
      )}
    </p>
  );
};

interface FrameProps {
  readonly words: DeskWords;
  readonly onLanguage: (language: Language) => void;
  /** What is shown to whom sits here; null where nobody does, or the screen is locked. */
  readonly place: {
    readonly relay: RelayView | null;
    readonly relays: readonly RelayView[];
    readonly screen: Screen;
    readonly onRelay: (id: string) => void;
    readonly onGo: (screen: Screen) => void;
  } | null;
  readonly onDone: (() => void) | null;
  readonly onLock: (() => void) | null;
  readonly children: ComponentChildren;
}

/** What all screens share: where one is, what can be done, the lock and the way out; languages and one promise at the foot. */
export const Frame = ({ words, onLanguage, place, onDone, onLock, children }: FrameProps) => (
  <div class="desk" lang={words.language} dir={directionOf(words.language)}>
    <Banner />
    <header class="desk-top">
      <Place words={words} place={place} />
      {place && <Entries words={words} screen={place.screen} onGo={place.onGo} />}
      <span class="room" />
      {onLock && (
        <Button icon="keys" onPress={onLock}>
          {words.frame.lock}
        </Button>
      )}
      {onDone && (
        <Button icon="leave" onPress={onDone}>
          {words.frame.done}
        </Button>
      )}
    </header>
    <main class={place ? 'work' : 'alone'}>{children}</main>
    <footer class="desk-foot">
      <p>{words.promise}</p>
      <Languages words={words} onLanguage={onLanguage} />
    </footer>
  </div>
);
