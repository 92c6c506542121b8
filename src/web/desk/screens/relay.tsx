import { useEffect, useState } from 'preact/hooks';
import type { ScreenProps } from '../app-context.js';
import { dayOf } from '../days.js';
import { engine, onNews } from '../engine/engine.js';
import type { MemberView, RelayView } from '../engine/signing.js';
import { Button, Said, Title } from '../../ui/parts.js';
import { saveFile } from '../../ui/save-file.js';
import { sentenceOf } from '../troubles.js';
import { Ways } from '../keys/ways.js';
import { Invitations } from './invitations.js';
import { Join } from './join.js';

type TeamProps = ScreenProps & { readonly relay: RelayView };

const Member = ({
  desk: { words },
  member,
  mayRemove,
  onRemove,
}: ScreenProps & {
  readonly member: MemberView;
  readonly mayRemove: boolean;
  readonly onRemove: () => void;
}) => (
  <li class="member">
    <span>
      <bdi>{member.name}</bdi>
      <span class="soft">
        {words.team[member.role]}
        {member.you ? ` · ${words.team.you}` : ''}
      </span>
    </span>
    {mayRemove && !member.you && (
      <Button label={words.team.removeNamed(member.name)} onPress={onRemove}>
        {words.team.remove}
      </Button>
    )}
  </li>
);

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

const Removing = ({
  desk,
  relay,
  member,
  onStay,
}: TeamProps & { readonly member: MemberView; readonly onStay: () => void }) => {
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

const Poster = ({ desk, relay }: TeamProps) => {
  const { words } = desk;
  const { team } = words;
  const [code, setCode] = useState('');
  const [fault, setFault] = useState('');
  const save = async (): Promise<void> => {
    try {
      const { code: text, pdf } = await engine().poster(relay.id, {
        language: words.language === 'en' ? 'en' : 'fr',
        title: team.posterTitle,
        scan: team.posterScan,
        words: team.posterWords,
      });
      saveFile(`${team.posterFile}.pdf`, pdf);
      setCode(text);
    } catch (error) {
      setFault(sentenceOf(words, error));
    }
  };
  return (
    <section class="card part">
      <h2>{team.words}</h2>
      <p class="eight" lang="fr" dir="ltr">
        {relay.words.join(' ')}
      </p>
      <p class="soft">{team.posterText}</p>
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="row">
        <Button icon="download" onPress={() => void save()}>
          {team.poster}
        </Button>
      </div>
      {code !== '' && (
        <>
          <h2>{team.address}</h2>
          <p class="soft">{team.addressText}</p>
          <p class="address" dir="ltr">
            {`${location.origin}/desk/#${code}`}
          </p>
        </>
      )}
    </section>
  );
};

const Team = ({ desk, relay }: TeamProps) => {
  const { words } = desk;
  const [leaving, setLeaving] = useState<MemberView | null>(null);
  if (leaving) {
    return <Removing desk={desk} relay={relay} member={leaving} onStay={() => setLeaving(null)} />;
  }
  const manages = relay.role === 'manager';
  return (
    <div class="relay">
      <Title>
        <Said>{relay.name ?? words.team.title}</Said>
      </Title>
      {!relay.certified && <p class="told">{words.team.notCertified}</p>}
      <div class="halves">
        <div class="stack">
          <section class="card part">
            <h2>{words.team.members}</h2>
            <ul class="members">
              {relay.members.map((one) => (
                <Member
                  key={one.id}
                  desk={desk}
                  member={one}
                  mayRemove={manages}
                  onRemove={() => setLeaving(one)}
                />
              ))}
            </ul>
          </section>
          <Ways desk={desk} />
        </div>
        <div class="stack">
          {manages && <Invitations desk={desk} relay={relay} dayOf={(ms) => dayOf(words.language, ms)} />}
          <Poster desk={desk} relay={relay} />
        </div>
      </div>
    </div>
  );
};

/** The relay: who belongs to it, who was invited, and its poster. Who is in none joins one here. */
export const RelayScreen = ({ desk }: ScreenProps) =>
  desk.relay ? <Team desk={desk} relay={desk.relay} /> : <Join desk={desk} />;
