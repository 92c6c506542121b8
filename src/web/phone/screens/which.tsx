import { useEffect, useState } from 'preact/hooks';
import { KIND_CATEGORIES, type KindCategory, type KindId, KINDS, kindOf } from '../../../core/kinds.js';
import { KindPicture } from '../../ui/pictograms.js';
import { Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine, type PaperView } from '../engine/engine.js';
import { keep } from '../keep/keep.js';
import { parted } from '../parted.js';
import { sentenceOf } from '../troubles.js';

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

export const shelfOf = (kind: string): KindCategory => kindOf(kind)?.category ?? 'personal';

export const isKindId = (kind: string): kind is KindId => kindOf(kind) !== undefined;

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

/** Says which paper a draft or a kept paper is. Its name follows, unless the person gave it one. */
const useChoose = (
  { app: { words, way, look } }: ScreenProps,
  draft: string | null,
  paper: PaperView | null,
) => {
  const [fault, setFault] = useState('');
  const save = async (kind: KindId): Promise<void> => {
    const title = words.kinds[kind];
    if (draft !== null) {
      await keep().change(draft, { kind, title, named: true });
      await look();
      void engine()
        .send()
        .catch(() => undefined);
      // back to the dossier that asked for it, where it now has its mark
      if (way.wantedKind() === kind && way.backTo('dossier')) return undefined;
      return way.reset({ name: 'kept', kind, title });
    }
    if (!paper) return undefined;
    const own = Object.values(words.kinds).every((known) => known !== paper.title);
    const to = { kind, title: own ? paper.title : title };
    await engine().edit(paper, to);
    way.back();
    return undefined;
  };
  const choose = (kind: KindId): void =>
    void save(kind).catch((error: unknown) => setFault(sentenceOf(words, error)));
  return { choose, fault };
};

/** Eight pictures, and everything else behind the ninth. */
export const Which = ({ app, draft }: ScreenProps & { readonly draft: string }) => {
  const { words, way } = app;
  const { choose, fault } = useChoose({ app }, draft, null);
  const wanted = way.wantedKind();
  useEffect(() => {
    if (wanted !== null) choose(wanted);
  }, []);
  if (wanted !== null && fault === '') return <span class="wait" role="status" aria-label={words.wait} />;
  return (
    <section class="screen">
      <Title>{words.which.title}</Title>
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
          onChoose={() => way.go({ name: 'kinds', draft, paper: null })}
        />
      </div>
    </section>
  );
};

/** All kinds, by shelf. */
export const AllKinds = ({
  app,
  draft,
  paper,
}: ScreenProps & { readonly draft: string | null; readonly paper: PaperView | null }) => {
  const { words } = app;
  const { choose, fault } = useChoose({ app }, draft, paper);
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
