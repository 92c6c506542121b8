import { useState } from 'preact/hooks';
import { Line } from '../../ui/line.js';
import { Button, Said } from '../../ui/parts.js';
import { Qr } from '../../ui/qr.js';
import type { Desk } from '../app-context.js';
import { engine } from '../engine/engine.js';
import type { RelayView } from '../engine/signing.js';
import type { InvitedView } from '../engine/team.js';
import { invitationAddress } from '../invitation-code.js';
import { PlayedAnswer } from '../training/play.js';
import { sentenceOf } from '../troubles.js';

interface InvitationsProps {
  readonly desk: Desk;
  readonly relay: RelayView;
  readonly dayOf: (ms: number) => string;
}

const useInvitations = ({ desk, relay }: InvitationsProps) => {
  const { words, setRelays, tell } = desk;
  const [made, setMade] = useState<{ code: string; expiresAt: number } | null>(null);
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<readonly InvitedView[] | null>(null);
  const [fault, setFault] = useState('');
  const guarded = (work: () => Promise<void>): void => {
    setFault('');
    void work().catch((error: unknown) => setFault(sentenceOf(words, error)));
  };
  const codes = typed.trim() === '' ? [] : [typed.trim()];
  const invite = (): void => guarded(async () => setMade(await engine().invite(relay.id)));
  const look = (): void =>
    guarded(async () => {
      const all = await engine().invited(relay.id, codes);
      setFound(all.filter(({ state }) => state === 'answered' || state === 'forged'));
    });
  const accept = ({ invitation, name }: InvitedView): void =>
    guarded(async () => {
      setRelays(await engine().accept(relay.id, invitation, codes));
      setFound(null);
      setTyped('');
      setMade(null);
      tell(words.team.accepted(name));
    });
  return { made, typed, setTyped, found, fault, invite, look, accept };
};

const Answer = ({
  desk: { words },
  one,
  onAccept,
}: {
  readonly desk: Desk;
  readonly one: InvitedView;
  readonly onAccept: () => void;
}) => {
  if (one.state === 'forged') return <li class="fault">{words.team.forged}</li>;
  return (
    <li class="answer">
      <p class="show-what">
        <Said>{words.team.acceptTitle(one.name)}</Said>
      </p>
      <p class="soft">{words.team.acceptText}</p>
      <p class="eight" lang="fr" dir="ltr">
        {one.words.join(' ')}
      </p>
      <Button look="main" onPress={onAccept}>
        {words.team.accept}
      </Button>
    </li>
  );
};

/** A code for a new worker; and who answered one. This machine keeps no code: it is typed again. */
export const Invitations = (props: InvitationsProps) => {
  const { desk, dayOf } = props;
  const { team, access } = desk.words;
  const { made, typed, setTyped, found, fault, invite, look, accept } = useInvitations(props);
  return (
    <section class="card part">
      <h2>{team.waiting}</h2>
      <p class="fault" role="alert">
        {fault}
      </p>
      {made ? (
        <div class="told">
          <p>{team.inviteTitle}</p>
          <p class="big-words" dir="ltr">
            {made.code}
          </p>
          <p>{team.inviteText(dayOf(made.expiresAt))}</p>
          <Qr text={invitationAddress(made.code)} label={access.first.picture} />
          <p class="soft">{access.first.scan}</p>
          <PlayedAnswer code={made.code} onAnswered={look} />
        </div>
      ) : (
        <Button icon="plus" onPress={invite}>
          {team.invite}
        </Button>
      )}
      <form
        class="reader"
        onSubmit={(event) => {
          event.preventDefault();
          look();
        }}
      >
        <Line
          id="invitation"
          label={team.typeCode}
          value={typed}
          of="code"
          hint={team.typeCodeText}
          onType={setTyped}
        />
        <Button type="submit">{team.look}</Button>
      </form>
      {found?.length === 0 && <p role="status">{team.nobody}</p>}
      <ul class="stack">
        {(found ?? []).map((one) => (
          <Answer key={one.invitation} desk={desk} one={one} onAccept={() => accept(one)} />
        ))}
      </ul>
    </section>
  );
};
