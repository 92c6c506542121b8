import { useEffect, useState } from 'preact/hooks';
import { safeFileName } from '../../../client/intake/names.js';
import { EXTENSIONS, sniff } from '../../../client/intake/sniff.js';
import { Button, Said, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { WhoSees } from '../consent/lazy.js';
import { plainDay } from '../../i18n/days.js';
import { engine, type PaperView } from '../engine/engine.js';
import { endingOf } from '../ending.js';
import { pages, type PagesPart } from '../pages/part.js';
import { PaperPages } from '../paper-pages.js';
import { saveFile } from '../../ui/save-file.js';
import { sentenceOf } from '../troubles.js';
import { Validity } from './papers.js';
import { isKindId } from '../shelf.js';
import { Wait } from '../loading.js';

const useContent = ({ app: { words } }: ScreenProps, paper: PaperView) => {
  const [bytes, setBytes] = useState<Uint8Array | null>(null);
  const [fault, setFault] = useState('');
  const load = async (): Promise<void> => {
    setFault('');
    try {
      setBytes(await engine().content(paper));
    } catch (error) {
      setFault(sentenceOf(words, error));
    }
  };
  useEffect(() => void load(), [paper.id, paper.version]);
  return { bytes, fault, load };
};

const Facts = ({
  app,
  part,
  paper,
}: ScreenProps & { readonly part: PagesPart | null; readonly paper: PaperView }) => {
  const { words, way } = app;
  return (
    <dl class="facts">
      <div>
        <dt>{words.paper.kind}</dt>
        <dd>
          <button type="button" class="fact" onClick={() => way.go({ name: 'kinds', draft: null, paper })}>
            {isKindId(paper.kind) ? words.kinds[paper.kind] : words.kinds.other}
          </button>
        </dd>
      </div>
      <div>
        <dt>{words.paper.until}</dt>
        <dd>
          <button type="button" class="fact" onClick={() => way.go({ name: 'until', paper })}>
            {paper.expires === null ? words.paper.unknown : plainDay(words.language, paper.expires)}
            {endingOf(paper) !== null && <Validity app={app} paper={paper} />}
          </button>
        </dd>
      </div>
      {part && <part.NoteFact app={app} said={part.words} paper={paper} />}
    </dl>
  );
};

/** A change comes back from another screen: the paper is looked up again. */
const useLatest = (paper: PaperView): PaperView => {
  const [latest, setLatest] = useState(paper);
  useEffect(() => {
    engine()
      .find(paper)
      .then(
        (found) => found && setLatest(found),
        () => undefined,
      );
  }, [paper.id]);
  return latest;
};

/** One paper: seen, named, dated, thrown away. */
export const PaperScreen = ({ app, paper: given }: ScreenProps & { readonly paper: PaperView }) => {
  const { words, way, isOpen } = app;
  const paper = useLatest(given);
  const { part } = pages.use(words.language);
  const { bytes, fault, load } = useContent({ app }, paper);
  const mayChange = isOpen || paper.where === 'phone';
  const download = (): void => {
    if (!bytes) return;
    const type = sniff(bytes);
    saveFile(safeFileName(paper.title, type ? EXTENSIONS[type][0] : 'bin'), bytes);
  };
  return (
    <section class="screen paper-screen">
      <Title>
        <Said>{paper.title}</Said>
      </Title>
      {bytes && <PaperPages app={app} paper={paper} bytes={bytes} />}
      {!bytes && fault === '' && <Wait words={words} />}
      {fault !== '' && (
        <div class="todo">
          <p class="fault" role="alert">
            {fault}
          </p>
          <Button icon="again" onPress={() => void load()}>
            {words.retry}
          </Button>
        </div>
      )}
      <WhoSees app={app} paper={paper} />
      {mayChange && <Facts app={app} part={part} paper={paper} />}
      {mayChange && part && bytes && (
        <part.ChangePages app={app} said={part.words} paper={paper} bytes={bytes} />
      )}
      <div class="actions row">
        {mayChange && (
          <Button icon="pencil" onPress={() => way.go({ name: 'rename', paper })}>
            {words.paper.name}
          </Button>
        )}
        <Button icon="download" onPress={download}>
          {words.paper.download}
        </Button>
        {mayChange && (
          <Button icon="bin" onPress={() => way.go({ name: 'throwAway', paper })}>
            {words.paper.bin}
          </Button>
        )}
      </div>
    </section>
  );
};
