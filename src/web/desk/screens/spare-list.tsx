import { useEffect, useState } from 'preact/hooks';
import { dayOf } from '../../i18n/days.js';
import { labelled } from '../../i18n/format.js';
import { Button, Filled, Said, Title } from '../../ui/parts.js';
import type { Desk, ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import type { SpareView } from '../engine/spares.js';

interface ListProps extends ScreenProps {
  readonly onChoose: (spare: SpareView) => void;
}

const useSpares = ({ relay, explain, tell, words }: Desk) => {
  const [found, setFound] = useState<readonly SpareView[] | null>(null);
  const [refused, setRefused] = useState(0);
  const [fault, setFault] = useState('');
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    setFault('');
    await work().catch(async (error: unknown) => setFault(await explain(error)));
  };
  const look = async (): Promise<void> => {
    const answer = await engine().spares(relay?.id ?? '');
    setFound(answer.spares);
    setRefused(answer.refused);
  };
  useEffect(() => void guarded(look), []);
  const putAside = (spare: SpareView, aside: boolean): Promise<void> =>
    guarded(async () => {
      await engine().putSpareAside(spare.id, aside);
      tell(aside ? words.spare.isAside : words.spare.isBack);
      await look();
    });
  return { found, refused, fault, putAside };
};

const Row = ({
  desk: { words, relay },
  spare,
  onChoose,
  onAside,
}: ListProps & { readonly spare: SpareView; readonly onAside: (aside: boolean) => Promise<void> }) => {
  const [busy, setBusy] = useState(false);
  const isAside = spare.aside !== null;
  const move = async (): Promise<void> => {
    setBusy(true);
    await onAside(!isAside);
    setBusy(false);
  };
  const moving = isAside ? words.spare.takeBack : words.spare.putAside;
  return (
    <li class="show">
      <div>
        <p class="show-what">
          <Said>{spare.name}</Said>
        </p>
        <p class="soft">
          <Filled text={words.spare.since} name={dayOf(words.language, spare.since)} />
        </p>
        <p class="soft" lang="fr" dir="ltr">
          {spare.words.join(' ')}
        </p>
        {spare.aside !== null && (
          <p class="soft">
            <Filled text={words.spare.asideBy} name={spare.aside} />
          </p>
        )}
      </div>
      <div class="row">
        <Button
          icon="keys"
          label={labelled(words.language, words.spare.give, spare.name)}
          onPress={() => onChoose(spare)}
        >
          {words.spare.give}
        </Button>
        {relay?.role === 'manager' && (
          <Button
            look="quiet"
            busy={busy}
            label={labelled(words.language, moving, spare.name)}
            onPress={() => void move()}
          >
            {moving}
          </Button>
        )}
      </div>
    </li>
  );
};

/**
 * Who left a spare here: by what they are called, and the words of their code. What a manager put aside stands below, and can be given
 * back all the same.
 */
export const SpareList = ({ desk, onChoose }: ListProps) => {
  const { words } = desk;
  const { found, refused, fault, putAside } = useSpares(desk);
  const rows = (spares: readonly SpareView[]) => (
    <ul class="shows">
      {spares.map((one) => (
        <Row
          key={one.id}
          desk={desk}
          spare={one}
          onChoose={onChoose}
          onAside={(aside) => putAside(one, aside)}
        />
      ))}
    </ul>
  );
  const listed = found?.filter(({ aside }) => aside === null) ?? [];
  const away = found?.filter(({ aside }) => aside !== null) ?? [];
  return (
    <section class="card person">
      <div class="row">
        <Button icon="back" onPress={() => desk.go({ name: 'people', person: null })}>
          {words.back}
        </Button>
      </div>
      <Title>{words.spare.entry}</Title>
      <p class="lead">{words.spare.text}</p>
      <p class="fault" role="alert">
        {fault}
      </p>
      {found === null && fault === '' && (
        <p class="soft" role="status">
          {words.wait}
        </p>
      )}
      {found?.length === 0 && <p class="soft">{words.spare.none}</p>}
      {listed.length > 0 && rows(listed)}
      {away.length > 0 && (
        <section class="asked-list" aria-label={words.spare.asideTitle}>
          <h2>{words.spare.asideTitle}</h2>
          {rows(away)}
        </section>
      )}
      {refused > 0 && <p class="told">{words.spare.untrue}</p>}
    </section>
  );
};
