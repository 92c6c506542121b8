import { useEffect, useState } from 'preact/hooks';
import type { ScreenProps } from '../app-context.js';
import { Confirm } from '../confirm.js';
import { engine, onNews } from '../engine/engine.js';
import type { MemberView, RelayView } from '../engine/signing.js';

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
  const remove = async (): Promise<void> => {
    const relays = await engine().remove(relay.id, member.id);
    await engine().sealAll();
    clear();
    setRelays(relays);
    tell(`${words.team.removed(member.name)} ${words.team.sealed}`);
    onStay();
  };
  return (
    <Confirm
      words={words}
      title={words.team.removeTitle(member.name)}
      does={words.team.remove}
      onYes={remove}
      onNo={onStay}
    >
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
    </Confirm>
  );
};

/** Another role, once somebody said so. Who gives away their own is asked like any other. */
export const ChangingRole = ({ desk, relay, member, onStay }: ChangeProps) => {
  const { words, setRelays, tell } = desk;
  const next = member.role === 'manager' ? 'member' : 'manager';
  const change = async (): Promise<void> => {
    setRelays(await engine().setRole(relay.id, member.id, next));
    tell(words.role[`${next}Done`](member.name));
    onStay();
  };
  return (
    <Confirm
      words={words}
      title={words.role[`${next}Title`](member.name)}
      does={words.role[next]}
      onYes={change}
      onNo={onStay}
    >
      <p class="lead">{words.role[`${next}Text`]}</p>
    </Confirm>
  );
};
