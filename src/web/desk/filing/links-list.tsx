import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../../ui/icons.js';
import { labelled } from '../../i18n/format.js';
import { Button, Said } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import { dayOf } from '../../i18n/days.js';
import { engine } from '../engine/engine.js';
import type { LinkView } from '../engine/linking.js';
import type { PersonView } from '../engine/people.js';
import { sentenceOf } from '../troubles.js';

/** The links that this worker made for a person: how they stand, and their end. */
export const LinksList = ({ desk, person }: { readonly desk: Desk; readonly person: PersonView }) => {
  const { words } = desk;
  const said = words.filing.link;
  const [links, setLinks] = useState<readonly LinkView[]>([]);
  const [fault, setFault] = useState('');
  const failed = (error: unknown): void => setFault(sentenceOf(words, error));
  const look = (): Promise<void> => engine().links(person.id).then(setLinks, failed);
  useEffect(() => void look(), [person.id]);
  const close = (id: string): Promise<void> => engine().closeLink(id).then(look, failed);
  if (links.length === 0 && fault === '') return null;
  return (
    <section class="asked-list" aria-label={said.list}>
      <h2>{said.list}</h2>
      <p class="fault" role="alert">
        {fault}
      </p>
      <ul>
        {links.map(({ id, state, agency, papers, until, opened }) => (
          <li key={id} class="asked" data-state={state}>
            <Icon name="send" />
            <div>
              <p>
                <Said>{agency === '' ? said.unnamed : agency}</Said>
              </p>
              <p class="soft">
                {[
                  words.people.shown(papers),
                  said.states[state],
                  words.people.until(dayOf(words.language, until)),
                  said.opened(opened),
                ].join(' · ')}
              </p>
            </div>
            {state === 'open' && (
              <Button
                look="quiet"
                label={labelled(words.language, said.close, agency)}
                onPress={() => void close(id)}
              >
                {said.close}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};
