import { useState } from 'preact/hooks';
import type { KindId } from '../../../core/kinds.js';
import { PURPOSES, type Purpose } from '../../i18n/phone/consent/words.js';
import type { PhoneWords } from '../../i18n/phone/words.js';
import { KindPicture } from '../../ui/pictograms.js';
import { Button, Filled, Said, Title } from '../../ui/parts.js';
import type { App, ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import type { WantedPaper } from '../engine/wanted.js';
import { parted } from '../parted.js';
import { isKindId, shelfOf } from '../shelf.js';
import { useAct } from '../use-act.js';
import type { Saying } from './saying.js';
import type { Chosen, Who } from './way.js';

interface Props extends ScreenProps, Saying {
  readonly one: WantedPaper;
  /** Not now. */
  readonly onLater: () => void;
  /** It was answered. */
  readonly onDone: () => void;
}

/** What this app has no word for is another paper. */
const kindsOf = ({ kinds }: WantedPaper): readonly KindId[] => {
  const known = kinds.filter(isKindId);
  return known.length > 0 ? known : ['other'];
};

const whoOf = ({ by, relay }: WantedPaper): string => [by, relay].filter((name) => name !== '').join(', ');

const photograph = ({ way }: App, kinds: readonly KindId[]): void => {
  const [first = 'other'] = kinds;
  if (kinds.length > 1) way.go({ name: 'wantedKind', kinds });
  else way.go({ name: 'camera', kind: first });
};

const HOUR = 3_600_000;

/** For what it is shown already, if that was said here; else the person is asked. */
const purposeIn = (said: Saying['said'], purpose: string): Purpose | undefined =>
  PURPOSES.find((one) => said.why[one] === purpose);

/** To whom it is, for what and how long is known from what they see already: one screen is left, with its yes. */
const useShowing = ({ app: { words, way }, said, one, onDone }: Props) => {
  const { busy, fault, act } = useAct(words);
  const show = ({ id, name }: { readonly id: string; readonly name: string }): Promise<void> =>
    act(async () => {
      const { to, purpose, until } = await engine().whoWants(one.id);
      const who: Who = { ...to, by: 'code' };
      const chosen: Chosen = { wanted: { papers: [id] }, told: [name], health: null };
      const why = purposeIn(said, purpose);
      if (why === undefined || until < Date.now() + HOUR) way.go({ name: 'giveWhy', who, chosen });
      else way.go({ name: 'giveYes', who, chosen, why, until });
    });
  const refuse = (): Promise<void> =>
    act(async () => {
      await engine().refuseWanted(one.id);
      onDone();
    });
  return { busy, fault, show, refuse };
};

const nameOf = (words: PhoneWords, { wanted }: Saying['said'], kinds: readonly KindId[]): string => {
  const [first = 'other'] = kinds;
  const name = words.kinds[first];
  return kinds.length > 1 ? wanted.orOther.replace('{}', () => name) : name;
};

/** What was refused stays so: it is asked once more. */
const Refusing = ({
  said,
  back,
  busy,
  onRefuse,
  onStay,
}: Pick<Saying, 'said'> & {
  readonly back: string;
  readonly busy: boolean;
  readonly onRefuse: () => void;
  readonly onStay: () => void;
}) => (
  <>
    <p class="lead" role="status">
      {said.wanted.refuseTitle}
    </p>
    <div class="actions pair">
      <Button busy={busy} onPress={onRefuse}>
        {said.wanted.refuse}
      </Button>
      <Button look="quiet" onPress={onStay}>
        {back}
      </Button>
    </div>
  </>
);

/** On the list of papers: who asks, and for which one. It can wait; nothing happens without the person. */
export const WantedCard = (props: Props) => {
  const { app, said, one, onLater } = props;
  const { words } = app;
  const { busy, fault, show, refuse } = useShowing(props);
  const kinds = kindsOf(one);
  const [first = 'other'] = kinds;
  const { paper } = one;
  const [isRefusing, setRefusing] = useState(false);
  return (
    <aside class="todo wanted">
      <div class="wanted-what">
        <KindPicture kind={first} shelf={shelfOf(first)} />
        <div>
          <p>
            <Filled text={said.wanted.asks} name={whoOf(one)} />
          </p>
          <p class="wanted-name">{parted(nameOf(words, said, kinds))}</p>
          {one.note !== '' && (
            <p class="soft">
              <Said>{one.note}</Said>
            </p>
          )}
        </div>
      </div>
      <p class="fault" role="alert">
        {fault}
      </p>
      {isRefusing ? (
        <Refusing
          said={said}
          back={words.back}
          busy={busy}
          onRefuse={() => void refuse()}
          onStay={() => setRefusing(false)}
        />
      ) : (
        <>
          <div class="actions">
            {paper && (
              <Button icon="give" busy={busy} onPress={() => void show(paper)}>
                {words.tabs.show}
              </Button>
            )}
            <Button icon="camera" onPress={() => photograph(app, kinds)}>
              {said.wanted.photograph}
            </Button>
          </div>
          <div class="actions pair">
            <Button look="quiet" onPress={onLater}>
              {words.card.later}
            </Button>
            <Button look="quiet" onPress={() => setRefusing(true)}>
              {words.papers.no}
            </Button>
          </div>
        </>
      )}
    </aside>
  );
};

/** One of several does: the person says which one they have, and the camera opens for it. */
export const WantedKind = ({
  app: { words, way },
  said,
  kinds,
}: ScreenProps & Saying & { readonly kinds: readonly KindId[] }) => (
  <section class="screen">
    <Title>{said.wanted.which}</Title>
    <div class="kinds">
      {kinds.map((kind) => (
        <button key={kind} type="button" class="kind" onClick={() => way.go({ name: 'camera', kind })}>
          <KindPicture kind={kind} shelf={shelfOf(kind)} />
          <span>{parted(words.kinds[kind])}</span>
        </button>
      ))}
    </div>
  </section>
);
