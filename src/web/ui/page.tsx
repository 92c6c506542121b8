import type { ComponentChildren } from 'preact';
import { directionOf, type Language, LANGUAGE_NAMES, languagesFor } from '../i18n/language.js';
import { Sleeve } from './icons.js';

interface PageProps {
  readonly brand: string;
  readonly chooseLanguage: string;
  readonly promise: string;
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** The frame that all screens share: name and languages above, the promise below. */
export const Page = ({
  brand,
  chooseLanguage,
  promise,
  language,
  onLanguage,
  wide = false,
  children,
}: PageProps) => (
  <div class="page" lang={language} dir={directionOf(language)}>
    <header class="top">
      <p class="brand">
        <Sleeve papers={1} small />
        {brand}
      </p>
      <nav aria-label={chooseLanguage}>
        <ul class="languages">
          {languagesFor(navigator.languages).map((one) => (
            <li key={one}>
              <button
                type="button"
                lang={one}
                dir={directionOf(one)}
                aria-current={one === language ? 'true' : undefined}
                onClick={() => onLanguage(one)}
              >
                {LANGUAGE_NAMES[one]}
              </button>
            </li>
          ))}
        </ul>
      </nav>
    </header>
    <main class={wide ? 'wide' : ''}>{children}</main>
    <footer class="bottom">
      <p>{promise}</p>
    </footer>
  </div>
);
