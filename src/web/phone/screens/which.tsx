import { useEffect, useRef, useState } from 'preact/hooks';
import { KIND_CATEGORIES, type KindCategory, type KindId, KINDS, kindOf } from '../../../core/kinds.js';
import { KindPicture } from '../../ui/pictograms.js';
import { Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine, type PaperView } from '../engine/engine.js';
import { keep } from '../keep/keep.js';
import { pages } from '../pages/part.js';
import { parted } from '../parted.js';
import { shelfOf } from '../shelf.js';
import { sentenceOf } from '../troubles.js';
import { Wait } from '../loading.js';

/** Those that people have in their pockets most; all others are one tap further. */
const FIRST: readonly KindId[] = [
  'identity-card',
  'passport',
  'residence-permit',
  'asylum-attestation',
  'domiciliation',
  'health-insurance',
  'benefit-attestation',
  'bank-details',
];

const KindButton = ({
  kind,
  label,
  onChoose,
}: {
  readonly kind: string;
  readonly label: string;
  readonly onChoose: () => void;
}) => (
  <button type="button" class="kind" onClick={onChoose}>
    <KindPicture kind={kind} shelf={shelfOf(kind)} />
    <span>{parted(label)}</span>
  </button>
);

interface Asked extends ScreenProps {
  readonly draft: string | null;
  /** Papers that are asked about afterwards; absent where this one was just photographed. */
  readonly more?: readonly string[] | undefined;
  readonly paper: PaperView | null;
}

/** Says it of a paper that lies here; of one that went into the safe meanwhile, there. */
const nameDraft = async (draft: string, kind: KindId, title: string, named: boolean): Promise<void> => {
  if (await keep().change(draft, { kind, title, named })) return;
  await engine().edit({ id: draft, where: 'phone', version: 0 }, { kind, title });
};

/** Whether the back of a card is still to be photographed; both sides that are there become one page. */
const lacksBack = async (draft: string, kind: KindId): Promise<boolean> => {
  if (kindOf(kind)?.twoSided !== true) return false;
  const shots = (await keep().asCard(draft))?.shots;
  return shots !== undefined && shots.isTwoSided && shots.sheets.length === 1 && shots.next.face === 'back';
};

/** Says which paper a draft or a kept paper is. Its name follows, unless the person gave it one. */
const useChoose = ({ app, draft, more, paper }: Asked) => {
  const { words, way, look } = app;
  const [fault, setFault] = useState('');
  const saveDraft = async (id: string, kind: KindId): Promise<void> => {
    const title = words.kinds[kind];
    const asksBack = !more && (await lacksBack(id, kind));
    const wanted = way.wantedKind() === kind;
    await nameDraft(id, kind, title, !asksBack);
    const [next, ...rest] = more ?? [];
    if (asksBack) way[wanted ? 'replace' : 'reset']({ name: 'back', draft: id, kind, title });
    else if (next !== undefined) way.past(['kinds', 'which'], { name: 'which', draft: next, more: rest });
    // back to the dossier that asked for it, where it now has its mark
    else if (!wanted || !way.backTo('dossier')) way.reset({ name: 'kept', kind, title });
    // it is kept, and said so, before anything else is begun
    await look();
    void engine()
      .send()
      .catch(() => undefined);
  };
  const savePaper = async (one: PaperView, kind: KindId): Promise<void> => {
    const own = Object.values(words.kinds).every((known) => known !== one.title);
    await engine().edit(one, { kind, title: own ? one.title : words.kinds[kind] });
    way.back();
  };
  const save = async (kind: KindId): Promise<void> => {
    if (draft !== null) await saveDraft(draft, kind);
    else if (paper) await savePaper(paper, kind);
  };
  const busy = useRef(false);
  const choose = (kind: KindId): void => {
    // one answer at a time
    if (busy.current) return;
    busy.current = true;
    void save(kind)
      .catch((error: unknown) => setFault(sentenceOf(words, error)))
      .finally(() => {
        busy.current = false;
      });
  };
  return { choose, fault };
};

/** Eight pictures, and everything else behind the ninth. */
export const Which = ({ app, draft, more }: Omit<Asked, 'draft' | 'paper'> & { readonly draft: string }) => {
  const { words, way } = app;
  const { choose, fault } = useChoose({ app, draft, more, paper: null });
  const { part } = pages.use(words.language);
  const wanted = way.wantedKind();
  useEffect(() => {
    if (wanted !== null) choose(wanted);
  }, []);
  if (wanted !== null && fault === '') return <Wait words={words} />;
  return (
    <section class="screen">
      <Title>{words.which.title}</Title>
      <div class="strip-place">{part && <part.Strip app={app} said={part.words} draft={draft} />}</div>
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="kinds">
        {FIRST.map((kind) => (
          <KindButton key={kind} kind={kind} label={words.kinds[kind]} onChoose={() => choose(kind)} />
        ))}
        <KindButton
          kind="other"
          label={words.which.other}
          onChoose={() => way.go({ name: 'kinds', draft, paper: null, ...(more ? { more } : {}) })}
        />
      </div>
    </section>
  );
};

/** All kinds, by shelf. */
export const AllKinds = (asked: Asked) => {
  const { words } = asked.app;
  const { choose, fault } = useChoose(asked);
  return (
    <section class="screen">
      <Title>{words.which.title}</Title>
      <p class="fault" role="alert">
        {fault}
      </p>
      {(Object.keys(KIND_CATEGORIES) as KindCategory[]).map((shelf) => (
        <section key={shelf} class="shelf">
          <h2>{words.shelves[shelf]}</h2>
          <div class="kinds">
            {KINDS.filter(({ category }) => category === shelf).map(({ id }) => (
              <KindButton key={id} kind={id} label={words.kinds[id]} onChoose={() => choose(id)} />
            ))}
          </div>
        </section>
      ))}
    </section>
  );
};
