import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../../ui/icons.js';
import { Said } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine, type PaperView } from '../engine/engine.js';
import type { Saying } from './saying.js';

/** Who else sees this paper: always said. It is shown, and its history seen, from here. */
export const Seen = ({ app, said, paper }: ScreenProps & Saying & { readonly paper: PaperView }) => {
  const { words, way } = app;
  const isKept = paper.where === 'safe';
  const [names, setNames] = useState<readonly string[] | null>(isKept ? null : []);
  useEffect(() => {
    if (isKept)
      engine()
        .whoSees(paper.id)
        .then(setNames, () => undefined);
  }, [paper.id, isKept]);
  const named = { id: paper.id, name: paper.title };
  return (
    <div class="seen">
      <div class="seen-who">
        <p class="seen-title">{said.paper.title}</p>
        <p class="seen-names">
          {names === null && <span class="wait small" role="status" aria-label={words.wait} />}
          {names?.length === 0 && said.paper.nobody}
          {names?.map((name) => (
            <Said key={name}>{name === '' ? words.show.someone : name}</Said>
          ))}
        </p>
      </div>
      {isKept && (
        <div class="seen-acts">
          <button
            type="button"
            class="pick"
            onClick={() => way.go({ name: 'giveWho', taken: { papers: [named], purpose: '' } })}
          >
            <Icon name="give" />
            <span>{words.tabs.show}</span>
          </button>
          <button type="button" class="pick" onClick={() => way.go({ name: 'history', paper: named })}>
            <Icon name="clock" />
            <span>{words.more.history}</span>
          </button>
        </div>
      )}
    </div>
  );
};
