import { useEffect, useState } from 'preact/hooks';
import { Icon, Sleeve } from '../../ui/icons.js';
import { KindPicture } from '../../ui/pictograms.js';
import { Button, Filled, Said, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { useBlobUrl } from '../../ui/blob-url.js';
import { dayOf } from '../../i18n/days.js';
import { engine } from '../engine/engine.js';
import type { Left as LeftPaper } from '../engine/left.js';
import { PaperPages } from '../paper-pages.js';
import { parted } from '../parted.js';
import { shelfOf } from '../shelf.js';
import { useAct } from '../use-act.js';
import { useLoaded } from '../use-loaded.js';
import type { Saying } from './saying.js';
import { Failed, Wait } from '../loading.js';

/** On the list of papers: how many wait to be kept. */
export const Mark = ({ app: { way }, said, count }: ScreenProps & Saying & { readonly count: number }) => (
  <button type="button" class="left-mark" onClick={() => way.go({ name: 'left' })}>
    <Icon name="inbox" />
    <span>{said.left.mark(count)}</span>
  </button>
);

/** From whom a paper comes, as far as anything speaks for it. */
const From = ({ said: { left }, one }: Saying & { readonly one: LeftPaper }) => {
  if (one.how === 'link') return <Filled text={one.from === '' ? left.link : left.linkOf} name={one.from} />;
  if (one.how === 'unknown') return <Filled text={left.unknown} name={one.by} />;
  return <Filled text={left.from} name={one.from} />;
};

const Picture = ({ one }: { readonly one: LeftPaper }) => {
  const [bytes, setBytes] = useState<Uint8Array | null>(null);
  useEffect(() => {
    engine()
      .leftPicture(one.id)
      .then(setBytes, () => undefined);
  }, [one.id]);
  const url = useBlobUrl(bytes, 'image/jpeg');
  return (
    <span class="thumb" data-shelf={shelfOf(one.kind)}>
      {url ? <img src={url} alt="" /> : <KindPicture kind={one.kind} shelf={shelfOf(one.kind)} />}
    </span>
  );
};

/** Papers that others left: none of them is among the person's own before they keep it. */
export const Left = ({ app, said }: ScreenProps & Saying) => {
  const { words, way } = app;
  const { value, fault, look } = useLoaded({ app }, () => engine().left());
  return (
    <section class="screen papers">
      <Title>{said.left.title}</Title>
      <Failed words={words} fault={fault} onAgain={() => void look()} />
      {!value && fault === '' && <Wait words={words} />}
      {value?.left.length === 0 && (
        <div class="empty">
          <Sleeve papers={0} />
          <p>{said.left.none}</p>
        </div>
      )}
      {value !== null && value.unproven > 0 && <p class="told">{said.left.unproven(value.unproven)}</p>}
      <ul class="bin-list">
        {value?.left.map((one) => (
          <li key={one.id}>
            <button type="button" class="left-card" onClick={() => way.go({ name: 'leftOne', one })}>
              <Picture one={one} />
              <span class="left-said">
                <span class="paper-name">
                  <Said>{parted(one.title)}</Said>
                </span>
                <span>
                  <From said={said} one={one} />
                </span>
                <span class="soft validity">{dayOf(words.language, one.at)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};

/** Who signed it; of a stranger the words to compare, and of a link that nothing proves who used it. */
const Sender = ({ said, one }: Saying & { readonly one: LeftPaper }) => (
  <div class={one.how === 'known' ? 'sender' : 'sender stranger'}>
    <p class="sender-name">
      <Icon name={one.how === 'link' ? 'send' : 'building'} />
      <span>
        <From said={said} one={one} />
        {one.how === 'known' && one.by !== '' && one.by !== one.from && (
          <>
            {' · '}
            <Said>{one.by}</Said>
          </>
        )}
      </span>
    </p>
    {one.how === 'link' && (
      <p>
        {one.by !== '' && <Filled text={`${said.left.claims}. `} name={one.by} />}
        {said.left.unsigned}
      </p>
    )}
    {one.how === 'unknown' && (
      <p>
        {said.left.compare} <bdi class="compare-words">{one.words.join(' ')}</bdi>
      </p>
    )}
  </div>
);

const useLeft = ({ app }: ScreenProps, one: LeftPaper) => {
  const { words, way } = app;
  const { value: bytes, fault } = useLoaded({ app }, () => engine().leftContent(one.id));
  const { busy, fault: refused, act } = useAct(words);
  const answer = (work: () => Promise<void>): Promise<void> =>
    act(async () => {
      await work();
      way.back();
    });
  return {
    bytes,
    busy,
    fault: refused === '' ? fault : refused,
    keep: () => void answer(() => engine().keepLeft(one.id)),
    refuse: () => void answer(() => engine().refuseLeft(one.id)),
  };
};

/** One paper that waits: seen whole, and kept or refused. What is refused is gone, so that is asked once more. */
export const LeftOne = ({ app, said, one }: ScreenProps & Saying & { readonly one: LeftPaper }) => {
  const { words } = app;
  const { bytes, busy, fault, keep, refuse } = useLeft({ app }, one);
  const [asking, setAsking] = useState(false);
  if (asking) {
    return (
      <section class="screen">
        <Picture one={one} />
        <Title key="asking">{said.left.refuseTitle}</Title>
        <p class="lead">{said.left.refuseText}</p>
        <p class="fault" role="alert">
          {fault}
        </p>
        <div class="actions">
          <Button look="main" busy={busy} onPress={refuse}>
            {said.left.refuse}
          </Button>
          <Button onPress={() => setAsking(false)}>{words.papers.no}</Button>
        </div>
      </section>
    );
  }
  return (
    <section class="screen paper-screen">
      <Title key="one">
        <Said>{one.title}</Said>
      </Title>
      <Sender said={said} one={one} />
      {bytes && <PaperPages app={app} paper={one} bytes={bytes} />}
      {!bytes && fault === '' && <Wait words={words} />}
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="dock">
        <div class="actions pair">
          <Button busy={busy} onPress={() => setAsking(true)}>
            {said.left.refuse}
          </Button>
          <Button look="main" icon="check" busy={busy} onPress={keep}>
            {said.left.keep}
          </Button>
        </div>
      </div>
    </section>
  );
};
