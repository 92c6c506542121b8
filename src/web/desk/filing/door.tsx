import { useEffect, useState } from 'preact/hooks';
import { SafeError } from '../../../core/errors.js';
import { Button } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import type { PersonView } from '../engine/people.js';
import { sentenceOf } from '../troubles.js';
import { type FilingPart, loadFiling } from './part.js';

/** The dossier with a person, loaded when it is asked for. */
export const FilingDoor = ({ desk, person }: { readonly desk: Desk; readonly person: PersonView }) => {
  const { words } = desk;
  const [part, setPart] = useState<FilingPart | null>(null);
  const [fault, setFault] = useState('');
  const load = (): void => {
    setFault('');
    loadFiling(words.language).then(setPart, () => setFault(sentenceOf(words, new SafeError('unavailable'))));
  };
  useEffect(load, [words.language]);
  if (part) return <part.Filing desk={desk} person={person} said={part.said} office={part.office} />;
  return (
    <section class="card">
      <p class={fault === '' ? 'soft' : 'fault'} role="status">
        {fault === '' ? words.wait : fault}
      </p>
      {fault !== '' && (
        <Button icon="again" onPress={load}>
          {words.retry}
        </Button>
      )}
    </section>
  );
};
