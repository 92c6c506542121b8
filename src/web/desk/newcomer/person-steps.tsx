import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { directionOf } from '../../i18n/language.js';
import type { DeskWords } from '../../i18n/desk/words.js';
import { Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import { useBlobUrl } from '../../ui/blob-url.js';
import { SixDigits } from '../../ui/six-digits.js';
import { sentenceOf } from '../troubles.js';
import { personEngine } from './person.js';

export const Cover = ({
  words,
  children,
}: {
  readonly words: DeskWords;
  readonly children: ComponentChildren;
}) => (
  <div class="cover" lang={words.language} dir={directionOf(words.language)}>
    <section class="card middle cover-card">{children}</section>
  </div>
);

const useNewCode = (words: DeskWords, onOpen: (contact: string) => void) => {
  const [first, setFirst] = useState<string | null>(null);
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const choose = async (typed: string): Promise<void> => {
    setFault('');
    try {
      await personEngine().checkCode(typed);
      setFirst(typed);
    } catch (error) {
      setFault(sentenceOf(words, error));
    }
  };
  const repeat = async (typed: string): Promise<void> => {
    setFirst(null);
    if (typed !== first) return setFault(words.troubles.differ);
    setBusy(true);
    try {
      onOpen(await personEngine().open(typed));
    } catch (error) {
      setBusy(false);
      setFault(sentenceOf(words, error));
    }
    return undefined;
  };
  return { isFirst: first === null, fault, busy, choose, repeat };
};

const Opening = ({ words }: { readonly words: DeskWords }) => (
  <Cover words={words}>
    <Sleeve papers={3} />
    <p class="lead" role="status">
      {words.newcomer.code.opening}
    </p>
    <span class="wait" />
  </Cover>
);

/** Six digits, twice, by the person alone: dots on the screen, no digit. */
export const CodeStep = ({
  words,
  onOpen,
  onBack,
}: {
  readonly words: DeskWords;
  readonly onOpen: (contact: string) => void;
  readonly onBack: () => void;
}) => {
  const { code } = words.newcomer;
  const { isFirst, fault, busy, choose, repeat } = useNewCode(words, onOpen);
  if (busy) return <Opening words={words} />;
  return (
    <Cover words={words}>
      <SixDigits
        key={isFirst ? 'first' : 'again'}
        words={words}
        title={isFirst ? code.choose : code.again}
        text={isFirst ? code.chooseText : ''}
        fault={fault}
        onCode={isFirst ? choose : repeat}
      />
      <Button look="quiet" onPress={onBack}>
        {words.back}
      </Button>
    </Cover>
  );
};

/** A page of the card: on paper only, never on the screen. */
const Printed = ({ png, label, size }: { png: Uint8Array; label: string; size: 'A6' | 'A4' }) => {
  const url = useBlobUrl(png, 'image/png');
  return url ? <img class={`print-page print-${size}`} src={url} alt={label} decoding="sync" /> : null;
};

/** Until all pictures of the page are there. */
const pictured = async (): Promise<void> => {
  for (let frame = 0; frame < 2; frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  const pages = [...document.querySelectorAll<HTMLImageElement>('.print-page')];
  await Promise.all(pages.map((page) => page.decode()));
};

type Size = 'A6' | 'A4';

const usePrinting = (words: DeskWords, nickname: string) => {
  const [printing, setPrinting] = useState<{ size: Size; pages: readonly Uint8Array[] } | null>(null);
  const [hasPrinted, setPrinted] = useState(false);
  const [fault, setFault] = useState('');
  const guarded = (work: () => Promise<void>): void =>
    void work().catch((error: unknown) => setFault(sentenceOf(words, error)));
  const print = (size: Size): void =>
    guarded(async () => {
      setFault('');
      const language = words.language === 'en' ? 'en' : 'fr';
      setPrinting({ size, pages: await personEngine().cardPages(size, language, nickname) });
    });
  useEffect(() => {
    if (!printing) return;
    guarded(async () => {
      await pictured();
      window.print();
      setPrinted(true);
    });
  }, [printing]);
  return { printing, hasPrinted, fault, print };
};

/** No machine knows what a printer did: before the only memory of the secret goes, the person looks at their card. */
const Sure = ({
  words,
  onYes,
  onAgain,
}: {
  readonly words: DeskWords;
  readonly onYes: () => void;
  readonly onAgain: () => void;
}) => (
  <>
    <Title>{words.newcomer.card.sure}</Title>
    <div class="row">
      <Button look="main" icon="check" onPress={onYes}>
        {words.yes}
      </Button>
      <Button icon="print" onPress={onAgain}>
        {words.newcomer.card.again}
      </Button>
    </div>
  </>
);

/** The card goes to the printer without having been on the screen; then it is the person's. */
export const CardStep = ({
  words,
  nickname,
  onDone,
}: {
  readonly words: DeskWords;
  readonly nickname: string;
  readonly onDone: () => void;
}) => {
  const { card } = words.newcomer;
  const { printing, hasPrinted, fault, print } = usePrinting(words, nickname);
  const [isAsked, setAsked] = useState(false);
  const again = (): void => {
    setAsked(false);
    if (printing) print(printing.size);
  };
  return (
    <>
      <Cover words={words}>
        <Sleeve papers={1} />
        {isAsked ? (
          <Sure words={words} onYes={onDone} onAgain={again} />
        ) : (
          <>
            <Title>{card.title}</Title>
            <p class="lead">{card.text}</p>
            <p class="fault" role="alert">
              {fault}
            </p>
            <div class="row">
              <Button look={hasPrinted ? 'side' : 'main'} icon="print" onPress={() => print('A6')}>
                {card.a6}
              </Button>
              <Button icon="print" onPress={() => print('A4')}>
                {card.a4}
              </Button>
            </div>
            {hasPrinted && (
              <Button look="main" icon="check" onPress={() => setAsked(true)}>
                {card.done}
              </Button>
            )}
          </>
        )}
      </Cover>
      <div class="print-only">
        {printing?.pages.map((png, i) => (
          <Printed
            key={`${printing.size}${i}`}
            png={png}
            size={printing.size}
            label={i === 0 ? card.front : card.back}
          />
        ))}
      </div>
    </>
  );
};
