import { useEffect, useState } from 'preact/hooks';
import { SafeError } from '../../../core/errors.js';
import { Icon } from '../../ui/icons.js';
import { Button } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { sentenceOf } from '../troubles.js';
import { loadPart, partHere } from './part.js';

/** The way to the dossiers, under the papers. */
export const DossierDoor = ({ app: { words, way } }: ScreenProps) => (
  <button type="button" class="entry dossier-door" onClick={() => way.go({ name: 'dossiers' })}>
    <Icon name="list" />
    <span>{words.tabs.dossiers}</span>
  </button>
);

/** The screens about dossiers, loaded when the first of them is asked for. */
export const DossierScreens = ({ app }: ScreenProps) => {
  const { words } = app;
  const [part, setPart] = useState(() => partHere(words.language));
  const [fault, setFault] = useState('');
  const load = (): void => {
    setFault('');
    loadPart(words.language).then(setPart, () => setFault(sentenceOf(words, new SafeError('unavailable'))));
  };
  useEffect(() => {
    if (!part) load();
  }, [words.language]);
  if (part) return <part.Screens app={app} said={part.said} office={part.office} />;
  if (fault === '') return <span class="wait" role="status" aria-label={words.wait} />;
  return (
    <section class="screen">
      <p class="fault" role="alert">
        {fault}
      </p>
      <Button icon="again" onPress={load}>
        {words.retry}
      </Button>
    </section>
  );
};
