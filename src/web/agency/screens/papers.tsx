import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { AgencyWords } from '../../i18n/agency/words.js';
import { Icon } from '../../ui/icons.js';
import { Button, Said, Title, Told } from '../../ui/parts.js';
import { makeContents } from '../contents.js';
import { saveAll } from '../saving.js';
import type { Vault } from '../vault-door.js';
import type { LinkedPaper, OpenedLink } from '../vault.js';
import type { Desk } from './desk.js';
import { Receipt } from './receipt.js';
import { Sheet } from './sheet.js';

interface PapersProps {
  readonly vault: Vault;
  readonly opened: OpenedLink;
  /** By `performance.now()`, which nobody sets back. */
  readonly endsAt: number;
  readonly words: AgencyWords;
  readonly onOver: (why: 'time' | 'closed') => void;
  /** A refusal that ends all of it. */
  readonly onRefused: (error: unknown) => void;
}

const useMinutesLeft = (endsAt: number, onOver: () => void): number => {
  const left = (): number => Math.max(0, Math.ceil((endsAt - performance.now()) / 60_000));
  const [minutes, setMinutes] = useState(left());
  useEffect(() => {
    const timer = setInterval(() => {
      if (performance.now() >= endsAt) onOver();
      else setMinutes(left());
    }, 500);
    return () => clearInterval(timer);
  }, [endsAt]);
  return minutes;
};

const useDesk = ({ vault, opened, onRefused }: PapersProps): Desk => {
  const desk = useMemo(() => {
    const contents = makeContents((paper, onProgress) => vault.fetchPaper(opened, paper, onProgress));
    const told = <T,>(work: Promise<T>): Promise<T> =>
      work.catch((error: unknown) => {
        onRefused(error);
        throw error;
      });
    return {
      bytesOf: (paper: LinkedPaper, onProgress?: (part: number) => void) =>
        told(contents.get(paper, onProgress)),
      smallOf: (paper: LinkedPaper) => told(vault.fetchThumbnail(opened, paper)),
      loads: new Map<string, () => Promise<void>>(),
      drawings: new Set<() => Promise<void>>(),
      clear: contents.clear,
    };
  }, [opened]);
  useEffect(() => desk.clear, [desk]);
  return desk;
};

/** Two frames: what was just set is on the screen then. */
const painted = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

/** What is done with all papers at once, saying how far it is. */
const useAll = (desk: Desk, { opened, words }: PapersProps) => {
  const [told, setTold] = useState('');
  const [busy, setBusy] = useState<'save' | 'print' | null>(null);
  const { papers, card } = opened;
  const run = async (what: 'save' | 'print', work: () => Promise<void>): Promise<void> => {
    if (busy) return;
    setBusy(what);
    try {
      await work();
    } catch {
      setTold(words.cut);
    } finally {
      setBusy(null);
    }
  };
  const each = async <T,>(work: (paper: LinkedPaper) => Promise<T>): Promise<T[]> => {
    const results: T[] = [];
    for (const paper of papers) {
      setTold(words.preparing(results.length, papers.length));
      results.push(await work(paper));
    }
    return results;
  };
  const save = () =>
    run('save', async () => {
      const whole = await each(async (paper) => ({ paper, bytes: await desk.bytesOf(paper) }));
      await saveAll(card.from === '' ? words.pageTitle : card.from, whole);
      setTold(words.ready);
    });
  const print = () =>
    run('print', async () => {
      await each(async (paper) => desk.loads.get(paper.doc)?.());
      await painted();
      for (const draw of desk.drawings) await draw();
      setTold(words.ready);
      await painted();
      window.print();
    });
  return { told, busy, save, print };
};

/** The papers of an opened link, one under the other as they would lie on a desk. */
export const Papers = (props: PapersProps) => {
  const { opened, words, endsAt, onOver, vault } = props;
  const desk = useDesk(props);
  const minutes = useMinutesLeft(endsAt, () => onOver('time'));
  const { told, busy, save, print } = useAll(desk, props);
  const { papers, missing, card } = opened;
  const warned = useRef(false);
  if (minutes <= 2) warned.current = true;
  return (
    <div class="desk">
      <div class="desk-head">
        <Title>
          {words.papersOf(papers.length)} <Said>{card.from === '' ? words.bySomeone : card.from}</Said>
        </Title>
        {card.purpose !== '' && (
          <p class="soft">
            <Said>{card.purpose}</Said>
          </p>
        )}
      </div>
      <div class="desk-bar">
        <Button look="main" icon="download" busy={busy === 'save'} onPress={() => void save()}>
          {words.downloadAll}
        </Button>
        <Button icon="print" busy={busy === 'print'} onPress={() => void print()}>
          {words.print}
        </Button>
        <Button icon="close" onPress={() => onOver('closed')}>
          {words.close}
        </Button>
        <p class="countdown">
          <Icon name="clock" />
          {words.timeLeft(minutes)}
        </p>
      </div>
      <Told text={told} />
      <Told text={warned.current ? words.timeShort : ''} />
      {missing > 0 && <p class="told">{words.missing(missing)}</p>}
      <div class="sheets">
        {papers.map((paper) => (
          <Sheet key={paper.doc} paper={paper} desk={desk} words={words} />
        ))}
      </div>
      <Receipt words={words} onSend={(name) => vault.leaveReceipt(opened, name)} />
    </div>
  );
};
