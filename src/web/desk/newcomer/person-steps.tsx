import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CardLanguage } from '../../../client/card/texts.js';
import { directionOf } from '../../i18n/language.js';
import type { DeskWords } from '../../i18n/desk/words.js';
import { Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import { useBlobUrl } from '../../ui/blob-url.js';
import { SixDigits } from '../../ui/six-digits.js';
import type { CardSize } from '../card-pages.js';
import { sentenceOf } from '../troubles.js';

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

/** Who checks six digits, and opens what they are for. */
interface Opener<T> {
  checkCode(pin: string): Promise<void>;
  open(pin: string): Promise<T>;
}

const useNewCode = <T,>(words: DeskWords, opener: () => Opener<T>, onOpen: (opened: T) => void) => {
  const [first, setFirst] = useState<string | null>(null);
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const choose = async (typed: string): Promise<void> => {
    setFault('');
    try {
      await opener().checkCode(typed);
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
      onOpen(await opener().open(typed));
    } catch (error) {
      setBusy(false);
      setFault(sentenceOf(words, error));
    }
    return undefined;
  };
  return { isFirst: first === null, fault, busy, choose, repeat };
};

const Opening = ({ words, said }: { readonly words: DeskWords; readonly said: string }) => (
  <Cover words={words}>
    <Sleeve papers={3} />
    <p class="lead" role="status">
      {said}
    </p>
    <span class="wait" />
  </Cover>
);

/** Six digits, twice, by the person alone: dots on the screen, no digit. */
export const CodeStep = <T,>({
  words,
  opening,
  opener,
  onOpen,
  onBack,
}: {
  readonly words: DeskWords;
  /** Said while it opens. */
  readonly opening: string;
  readonly opener: () => Opener<T>;
  readonly onOpen: (opened: T) => void;
  readonly onBack: () => void;
}) => {
  const { code } = words.newcomer;
  const { isFirst, fault, busy, choose, repeat } = useNewCode(words, opener, onOpen);
  if (busy) return <Opening words={words} said={opening} />;
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
const Printed = ({ png, label, size }: { png: Uint8Array; label: string; size: CardSize }) => {
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

/** The pages of a card, in the language in which it is printed. */
export type PagesOf = (size: CardSize, language: CardLanguage) => Promise<readonly Uint8Array[]>;

const usePrinting = (words: DeskWords, pagesOf: PagesOf) => {
  const [printing, setPrinting] = useState<{ size: CardSize; pages: readonly Uint8Array[] } | null>(null);
  const [hasPrinted, setPrinted] = useState(false);
  const [fault, setFault] = useState('');
  const guarded = (work: () => Promise<void>): void =>
    void work().catch((error: unknown) => setFault(sentenceOf(words, error)));
  const print = (size: CardSize): void =>
    guarded(async () => {
      setFault('');
      const language = words.language === 'en' ? 'en' : 'fr';
      setPrinting({ size, pages: await pagesOf(size, language) });
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

/** What the printer gets, and no screen. */
const PrintedCard = ({
  words: {
    newcomer: { card },
  },
  printing,
}: {
  readonly words: DeskWords;
  readonly printing: ReturnType<typeof usePrinting>['printing'];
}) => (
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
);

/** The card goes to the printer without having been on the screen; then it is the person's. */
export const CardStep = ({
  words,
  title = words.newcomer.card.title,
  text = words.newcomer.card.text,
  pagesOf,
  onDone,
}: {
  readonly words: DeskWords;
  readonly title?: string;
  readonly text?: string;
  readonly pagesOf: PagesOf;
  readonly onDone: () => void;
}) => {
  const { card } = words.newcomer;
  const { printing, hasPrinted, fault, print } = usePrinting(words, pagesOf);
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
            <Title>{title}</Title>
            <p class="lead">{text}</p>
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
      <PrintedCard words={words} printing={printing} />
    </>
  );
};
