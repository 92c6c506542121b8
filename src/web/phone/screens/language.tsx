import { directionOf, type Language, LANGUAGE_NAMES, languagesFor } from '../../i18n/language.js';
import { Sleeve } from '../../ui/icons.js';

/** Each language in its own script: nobody needs to read another one to find theirs. Those of the phone come first. */
export const ChooseLanguage = ({ onChoose }: { readonly onChoose: (language: Language) => void }) => (
  <section class="screen">
    <Sleeve papers={3} small />
    <h1 class="hidden-text">Pochette</h1>
    <div class="choices tongues">
      {languagesFor(navigator.languages).map((one) => (
        <button
          key={one}
          type="button"
          class="choice"
          lang={one}
          dir={directionOf(one)}
          onClick={() => onChoose(one)}
        >
          {LANGUAGE_NAMES[one]}
        </button>
      ))}
    </div>
  </section>
);
