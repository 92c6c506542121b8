import { useEffect, useState } from 'preact/hooks';
import type { Place } from '../../capture/pages.js';
import type { PagesWords } from '../../i18n/phone/pages/words.js';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { useBlobUrl } from '../../ui/blob-url.js';
import { keep } from '../keep/keep.js';
import { useAct } from '../use-act.js';

interface LeafProps extends ScreenProps {
  readonly said: PagesWords;
  readonly draft: string;
  readonly place: Place;
}

/** Where a page lies among the others: its number, counted from 1, and how many there are. */
interface Order {
  readonly number: number;
  readonly all: number;
}

const orderOf = async (draft: string, { sheet, face }: Place): Promise<Order | null> => {
  const pages = (await keep().look(draft))?.pages ?? [];
  const at = pages.findIndex(({ place }) => place.sheet === sheet && place.face === face);
  return at < 0 ? null : { number: at + 1, all: pages.length };
};

/** What is done with the page; where it lies changes with it. */
const useLeaf = ({ app, said, draft, place: first }: LeafProps) => {
  const { words, way, look } = app;
  const [place, setPlace] = useState(first);
  const [order, setOrder] = useState<Order | null>(null);
  const [moved, setMoved] = useState('');
  const [jpeg, setJpeg] = useState<Uint8Array | null>(null);
  const { busy, fault, act } = useAct(words);
  const load = async (): Promise<void> => {
    setJpeg(await keep().leaf(draft, place));
    setOrder(await orderOf(draft, place));
  };
  useEffect(() => void act(load), [draft]);
  const move = (by: -1 | 1): Promise<void> =>
    act(async () => {
      const to = await keep().move(draft, place, by);
      const next = to && (await orderOf(draft, to));
      // it went into the safe meanwhile
      if (!next) return way.back();
      setPlace(to);
      setOrder(next);
      setMoved(said.order.at(next.number, next.all));
    });
  const turn = (): Promise<void> =>
    act(async () => {
      await keep().turn(draft, place);
      await load();
    });
  const remove = (): Promise<void> =>
    act(async () => {
      const left = await keep().remove(draft, place);
      await look();
      // of a paper without a page nothing is left to be asked
      if (left) way.back();
      else way.past(['leaf', 'which', 'pages'], { name: 'camera' });
    });
  return { place, order, moved, jpeg, busy, fault, move, turn, remove };
};

/** One page, large enough to be read; put before or behind another, turned, or taken out. */
export const LeafScreen = (props: LeafProps) => {
  const { app, said } = props;
  const { place, order, moved, jpeg, busy, fault, move, turn, remove } = useLeaf(props);
  const url = useBlobUrl(jpeg, 'image/jpeg');
  return (
    <section class="screen leaf-screen">
      <Title>{said.page(order?.number ?? place.sheet + 1)}</Title>
      <p class="hidden-text" role="status">
        {moved}
      </p>
      <div class="shot">{url && <img src={url} alt={app.words.check.picture} />}</div>
      <p class="fault" role="alert">
        {fault}
      </p>
      {order && order.all > 1 && (
        <div class="actions pair leaf-order">
          <Button icon="back" off={order.number === 1} onPress={() => void move(-1)}>
            {said.order.earlier}
          </Button>
          <Button icon="on" off={order.number === order.all} onPress={() => void move(1)}>
            {said.order.later}
          </Button>
        </div>
      )}
      <div class="actions pair">
        <Button icon="turn" busy={busy} onPress={() => void turn()}>
          {said.turn}
        </Button>
        <Button icon="bin" busy={busy} onPress={() => void remove()}>
          {said.remove}
        </Button>
      </div>
    </section>
  );
};
