import { useEffect, useMemo, useState } from 'preact/hooks';
import { safeFileName } from '../../../client/intake/names.js';
import { EXTENSIONS, sniff } from '../../../client/intake/sniff.js';
import { kindOf } from '../../../core/kinds.js';
import { fileSize } from '../../i18n/format.js';
import { CanvasPage } from '../../preview/canvas-page.js';
import { openPreview, type Opened } from '../../preview/open.js';
import { KindPicture } from '../../ui/pictograms.js';
import { Button, Said, Title } from '../../ui/parts.js';
import { saveFile } from '../../ui/save-file.js';
import type { Desk } from '../app-context.js';
import { plainDay } from '../../i18n/days.js';
import { engine } from '../engine/engine.js';
import type { PersonView } from '../engine/people.js';
import type { PaperView } from '../engine/reading.js';
import { nameOf } from '../person-name.js';

/** A paper that is open on the screen. */
interface OpenPaper {
  readonly paper: PaperView;
  readonly bytes: Uint8Array;
  readonly preview: Opened;
}

const factsOf = ({ words }: Desk, { pages, size, expires }: PaperView): string =>
  [
    ...(pages !== null && pages > 1 ? [words.reading.pages(pages)] : []),
    fileSize(words.language, size),
    ...(expires === null ? [] : [words.reading.validUntil(plainDay(words.language, expires))]),
  ].join(' · ');

/** Two frames: what was just drawn is on the screen then. */
const painted = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

const Sheet = ({ desk: { words }, open }: { readonly desk: Desk; readonly open: OpenPaper }) => {
  const { paper, bytes, preview } = open;
  const drawings = useMemo(() => new Set<() => Promise<void>>(), [paper.id]);
  const [busy, setBusy] = useState(false);
  const download = (): void => {
    const type = sniff(bytes);
    saveFile(safeFileName(paper.title, type ? EXTENSIONS[type][0] : ''), bytes);
  };
  const printAll = async (): Promise<void> => {
    setBusy(true);
    await Promise.all([...drawings].map((draw) => draw()));
    await painted();
    window.print();
    setBusy(false);
  };
  if (typeof preview === 'string') {
    return (
      <div class="sheet-open">
        <p class="told">{preview === 'locked' ? words.reading.locked : words.reading.noPreview}</p>
        <Button icon="download" onPress={download}>
          {words.reading.download}
        </Button>
      </div>
    );
  }
  return (
    <div class="sheet-open">
      <div class="row">
        <Button icon="print" busy={busy} onPress={() => void printAll()}>
          {words.reading.print}
        </Button>
        <Button icon="download" label={words.reading.downloadNamed(paper.title)} onPress={download}>
          {words.reading.download}
        </Button>
      </div>
      <div class="leaves">
        {preview.pages.map((page, i) => (
          <CanvasPage
            key={i}
            page={page}
            drawings={drawings}
            label={`${paper.title}, ${words.reading.page(i + 1, preview.total)}`}
          />
        ))}
      </div>
    </div>
  );
};

const useReading = ({ explain }: Desk, show: string) => {
  const [papers, setPapers] = useState<readonly PaperView[] | null>(null);
  const [open, setOpen] = useState<OpenPaper | null>(null);
  const [loading, setLoading] = useState<string | null>(null);
  const [fault, setFault] = useState('');
  const failed = async (error: unknown): Promise<void> => {
    setLoading(null);
    setPapers(null);
    setFault(await explain(error));
  };
  useEffect(() => {
    engine().look(show).then(setPapers, failed);
  }, []);
  useEffect(
    () => () => {
      if (open && typeof open.preview !== 'string') open.preview.close();
    },
    [open],
  );
  const see = async (paper: PaperView): Promise<void> => {
    setLoading(paper.id);
    setFault('');
    try {
      const bytes = await engine().content(show, paper.id);
      setOpen({ paper, bytes, preview: await openPreview(bytes) });
      setLoading(null);
    } catch (error) {
      setOpen(null);
      await failed(error);
    }
  };
  return { papers, open, loading, fault, see };
};

const PaperEntry = ({
  desk,
  paper,
  isOpen,
  onSee,
}: {
  readonly desk: Desk;
  readonly paper: PaperView;
  readonly isOpen: boolean;
  readonly onSee: () => void;
}) => (
  <li>
    <button type="button" class="paper-entry" aria-current={isOpen ? 'true' : undefined} onClick={onSee}>
      <KindPicture kind={paper.kind} shelf={kindOf(paper.kind)?.category ?? 'personal'} />
      <span>
        <Said>{paper.title}</Said>
        <span class="soft">{factsOf(desk, paper)}</span>
      </span>
    </button>
  </li>
);

/** What a person shows: the papers in a list, one of them large. Each that is opened stands in the person's history. */
export const Reading = ({
  desk,
  person,
  show,
}: {
  readonly desk: Desk;
  readonly person: PersonView;
  readonly show: string;
}) => {
  const { words } = desk;
  const { papers, open, loading, fault, see } = useReading(desk, show);
  const purpose = person.shows.find(({ id }) => id === show)?.purpose ?? '';
  return (
    <section class="reading">
      <header class="reading-head">
        <Button icon="back" onPress={() => desk.go({ name: 'people', person: person.id })}>
          {words.back}
        </Button>
        <Title>
          <Said>{nameOf(words, person)}</Said>
        </Title>
        {purpose !== '' && (
          <p>
            <Said>{words.reading.why(purpose)}</Said>
          </p>
        )}
        <p class="soft">{words.reading.seen}</p>
        {person.shows.some(({ id, mayPass }) => id === show && mayPass) && (
          <Button icon="send" onPress={() => desk.go({ name: 'linking', person, show, docs: null, purpose })}>
            {words.filing.link.start}
          </Button>
        )}
      </header>
      <p class="fault" role="alert">
        {fault}
      </p>
      {papers?.length === 0 && <p class="told">{words.reading.none}</p>}
      <div class="reading-body">
        <ul class="reading-list">
          {(papers ?? []).map((paper) => (
            <PaperEntry
              key={paper.id}
              desk={desk}
              paper={paper}
              isOpen={open?.paper.id === paper.id}
              onSee={() => void see(paper)}
            />
          ))}
        </ul>
        {loading !== null && (
          <p class="told" role="status">
            {words.reading.loading}
          </p>
        )}
        {loading === null && open && <Sheet key={open.paper.id} desk={desk} open={open} />}
      </div>
    </section>
  );
};
