import { useEffect, useState } from 'preact/hooks';
import type { PagesWords } from '../../i18n/phone/pages/words.js';
import { Icon } from '../../ui/icons.js';
import { Said } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { useBlobUrl } from '../../ui/blob-url.js';
import { keep } from '../keep/keep.js';
import type { Looked, SmallLeaf } from '../keep/looking.js';
import './pages.css';

/** A paper that lies on this phone, as it is when the screen comes. */
const useLooked = (draft: string): Looked | null => {
  const [looked, setLooked] = useState<Looked | null>(null);
  useEffect(() => {
    setLooked(null);
    keep()
      .look(draft)
      .then(setLooked, () => undefined);
  }, [draft]);
  return looked;
};

const Small = ({ leaf, label, onPress }: { leaf: SmallLeaf; label: string; onPress: () => void }) => {
  const url = useBlobUrl(leaf.small, 'image/jpeg');
  return (
    <li>
      <button type="button" class="small-leaf" aria-label={label} onClick={onPress}>
        {url ? <img src={url} alt="" /> : <Icon name="file" />}
      </button>
    </li>
  );
};

interface StripProps extends ScreenProps {
  readonly draft: string;
  readonly said: PagesWords;
}

/** The pages of a paper in small, each to be looked at; and the way to a further one. */
export const Strip = ({ app: { way }, draft, said }: StripProps) => {
  const looked = useLooked(draft);
  if (!looked) return null;
  const { pages, isFull } = looked;
  if (pages.length === 0) {
    return (
      <p class="file-name">
        <Icon name="file" />
        <Said>{looked.draft.title}</Said>
      </p>
    );
  }
  return (
    <ul class="strip">
      {pages.map((leaf, i) => (
        <Small
          key={leaf.name}
          leaf={leaf}
          label={said.page(i + 1)}
          onPress={() => way.go({ name: 'leaf', draft, place: leaf.place })}
        />
      ))}
      {!isFull && (
        <li>
          <button
            type="button"
            class="another"
            onClick={() => way.go({ name: 'camera', into: { draft, next: way.screen } })}
          >
            <Icon name="plus" />
            <span>{said.another}</span>
          </button>
        </li>
      )}
    </ul>
  );
};
