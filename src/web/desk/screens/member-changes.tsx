import { useEffect, useState } from 'preact/hooks';
import { Button, Said, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine, onNews } from '../engine/engine.js';
import type { MemberView, RelayView } from '../engine/signing.js';
import { sentenceOf } from '../troubles.js';

/** What a manager changes of a member. */
export type Change = 'remove' | 'role';

type ChangeProps = ScreenProps & {
  readonly relay: RelayView;
  readonly member: MemberView;
  readonly onStay: () => void;
};

/** How far the papers are under the team's new key. */
const useSealing = () => {
  const [sealing, setSealing] = useState<{ done: number; all: number } | null>(null);
  useEffect(
    () =>
      onNews((news) => {
        if (news.news === 'sealing') setSealing({ done: news.done, all: news.all });
      }),
    [],
  );
  return { sealing, clear: () => setSealing(null) };
};

/** Puts a member out, once somebody said so; what was shown is sealed to the team's new key in the same step. */
export const Removing = ({ desk, relay, member, onStay }: ChangeProps) => {
  const { words, setRelays, tell } = desk;
  const { sealing, clear } = useSealing();
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const remove = async (): Promise<void> => {
    setBusy(true);
    try {
      const relays = await engine().remove(relay.id, member.id);
      await engine().sealAll();
      clear();
      setRelays(relays);
      tell(`${words.team.removed(member.name)} ${words.team.sealed}`);
      onStay();
    } catch (error) {
      setBusy(false);
      setFault(sentenceOf(words, error));
    }
  };
  return (
    <section class="card ask">
      <Title>
        <Said>{words.team.removeTitle(member.name)}</Said>
      </Title>
      <p class="lead">{words.team.removeText}</p>
      {sealing && (
        <>
          <p role="status">{words.team.sealing(sealing.done, sealing.all)}</p>
          <progress
            max={sealing.all}
            value={sealing.done}
            aria-label={words.team.sealing(sealing.done, sealing.all)}
          />
        </>
      )}
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="row">
        <Button look="main" onPress={onStay}>
          {words.no}
        </Button>
        <Button busy={busy} onPress={() => void remove()}>
          {words.team.remove}
        </Button>
      </div>
    </section>
  );
};

/** Another role, once somebody said so. Who gives away their own is asked like any other. */
export const ChangingRole = ({ desk, relay, member, onStay }: ChangeProps) => {
  const { words, setRelays, tell } = desk;
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const next = member.role === 'manager' ? 'member' : 'manager';
  const change = async (): Promise<void> => {
    setBusy(true);
    try {
      setRelays(await engine().setRole(relay.id, member.id, next));
      tell(words.role[`${next}Done`](member.name));
      onStay();
    } catch (error) {
      setBusy(false);
      setFault(sentenceOf(words, error));
    }
  };
  return (
    <section class="card ask">
      <Title>
        <Said>{words.role[`${next}Title`](member.name)}</Said>
      </Title>
      <p class="lead">{words.role[`${next}Text`]}</p>
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="row">
        <Button look="main" onPress={onStay}>
          {words.no}
        </Button>
        <Button busy={busy} onPress={() => void change()}>
          {words.role[next]}
        </Button>
      </div>
    </section>
  );
};
