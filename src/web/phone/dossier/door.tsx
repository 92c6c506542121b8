import { loadOffice } from '../../dossier/office.js';
import { DOSSIER } from '../../i18n/phone/dossier/catalogues.js';
import { Icon } from '../../ui/icons.js';
import type { ScreenProps } from '../app-context.js';
import { lazyPart } from '../lazy-part.js';
import { PartWait } from '../loading.js';

const dossiers = lazyPart(async (language) => {
  const [{ Screens }, { words: said }, office] = await Promise.all([
    import('./screens.js'),
    DOSSIER[language](),
    loadOffice(),
  ]);
  return { Screens, said, office };
});

/** The way to the dossiers, under the papers. */
export const DossierDoor = ({ app: { words, way } }: ScreenProps) => (
  <button type="button" class="entry dossier-door" onClick={() => way.go({ name: 'dossiers' })}>
    <Icon name="list" />
    <span>{words.tabs.dossiers}</span>
  </button>
);

/** The screens about dossiers, loaded when the first of them is asked for. */
export const DossierScreens = ({ app }: ScreenProps) => {
  const coming = dossiers.use(app.words.language);
  const { part } = coming;
  if (!part) return <PartWait words={app.words} coming={coming} />;
  return <part.Screens app={app} said={part.said} office={part.office} />;
};
