import { directionOf, type Language, LANGUAGE_NAMES, LANGUAGES } from '../../i18n/language.js';
import { Sleeve } from '../../ui/icons.js';

/** Each language in its own script: nobody needs to read another one to find theirs. */
export const ChooseLanguage = ({ onChoose }: { readonly onChoose: (language: Language) => void }) => (
  <section class="screen">
    <Sleeve papers={3} />
    <h1 class="hidden-text">Pochette</h1>
    <div class="choices">
      {LANGUAGES.map((one) => (
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
