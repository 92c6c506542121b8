import { useEffect, useState } from 'preact/hooks';
import { isSafeError } from '../../../core/errors.js';
import { KINDS } from '../../../core/kinds.js';
import { Icon, type IconName } from '../../ui/icons.js';
import { labelled } from '../../i18n/format.js';
import { Button, Said } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import { dayOf } from '../../i18n/days.js';
import type { AskView } from '../engine/asking.js';
import { engine } from '../engine/engine.js';
import type { PersonView } from '../engine/people.js';
import { sentenceOf } from '../troubles.js';

const SIGNS: Readonly<Record<AskView['state'], IconName>> = {
  open: 'clock',
  shown: 'check',
  refused: 'close',
  withdrawn: 'back',
  expired: 'calendar',
  over: 'calendar',
};

const kindWords = ({ words }: Desk, { kinds }: AskView): string => {
  const known = kinds.flatMap((kind) => KINDS.find(({ id }) => id === kind)?.id ?? []);
  return (known.length > 0 ? known : (['other'] as const)).map((id) => words.kinds[id]).join(' / ');
};

const Asked = ({
  desk,
  one,
  onEnd,
}: {
  readonly desk: Desk;
  readonly one: AskView;
  readonly onEnd: () => Promise<void>;
}) => {
  const { words } = desk;
  const [busy, setBusy] = useState(false);
  const name = kindWords(desk, one);
  const end = async (): Promise<void> => {
    setBusy(true);
    await onEnd();
    setBusy(false);
  };
  return (
    <li class="asked" data-state={one.state}>
      <Icon name={SIGNS[one.state]} />
      <div>
        <p>{name}</p>
        {one.note !== '' && (
          <p class="soft">
            <Said>{one.note}</Said>
          </p>
        )}
        <p class="soft">
          {words.asking.states[one.state]} · {dayOf(words.language, one.endedAt ?? one.madeAt)}
          {one.by !== '' && (
            <>
              {' · '}
              <Said>{one.by}</Said>
            </>
          )}
        </p>
      </div>
      {one.state === 'open' && (
        <Button
          look="quiet"
          busy={busy}
          label={labelled(words.language, words.asking.end, name)}
          onPress={() => void end()}
        >
          {words.asking.end}
        </Button>
      )}
    </li>
  );
};

interface ListProps {
  readonly desk: Desk;
  readonly person: PersonView;
  /** Something was answered: more may be shown than before. */
  readonly onAnswered: () => Promise<void>;
}

/** Who sits beside the person sees it come: looked at again while an answer is awaited. */
const AGAIN_MS = 8000;

const isOpen = ({ state }: AskView): boolean => state === 'open';

const useAsked = ({ desk: { words }, person, onAnswered }: ListProps) => {
  const [asks, setAsks] = useState<readonly AskView[]>([]);
  const [fault, setFault] = useState('');
  /** Nobody answered: that passes, and asking again is no entry in anybody's log. */
  const [isCut, setCut] = useState(false);
  const waiting = asks.filter(isOpen).length;
  const look = async (): Promise<void> => {
    try {
      const now = await engine().asked(person.id);
      setAsks(now);
      setFault('');
      setCut(false);
      if (now.filter(isOpen).length < waiting) await onAnswered();
    } catch (error) {
      setFault(sentenceOf(words, error));
      setCut(isSafeError(error, 'unavailable'));
    }
  };
  useEffect(() => void look(), [person.id]);
  useEffect(() => {
    if (!isCut && (waiting === 0 || fault !== '')) return undefined;
    const timer = setInterval(() => void look(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [person.id, waiting, fault, isCut]);
  const end = async ({ id }: AskView): Promise<void> => {
    await engine()
      .unask(id)
      .then(look, (error: unknown) => setFault(sentenceOf(words, error)));
  };
  return { asks, fault, look, end };
};

/** What a person was asked for: what waits, and what came of the rest. */
export const AskedList = (props: ListProps) => {
  const { desk } = props;
  const { words } = desk;
  const { asks, fault, look, end } = useAsked(props);
  if (asks.length === 0 && fault === '') return null;
  return (
    <section class="asked-list" aria-label={words.asking.list}>
      <h2>{words.asking.list}</h2>
      <p class="fault" role="alert">
        {fault}
      </p>
      {fault !== '' && (
        <div class="row">
          <Button icon="again" onPress={() => void look()}>
            {words.retry}
          </Button>
        </div>
      )}
      <ul>
        {asks.map((one) => (
          <Asked key={one.id} desk={desk} one={one} onEnd={() => end(one)} />
        ))}
      </ul>
    </section>
  );
};
