import { useState } from 'preact/hooks';
import type { ScreenProps } from '../app-context.js';
import { dayOf } from '../../i18n/days.js';
import { engine } from '../engine/engine.js';
import type { MemberView, RelayView } from '../engine/signing.js';
import { Button, Said, Title } from '../../ui/parts.js';
import { saveFile } from '../../ui/save-file.js';
import { useTraining } from '../training/context.js';
import { sentenceOf } from '../troubles.js';
import { Ways } from '../keys/ways.js';
import { Invitations } from './invitations.js';
import { Join } from './join.js';
import { type Change, ChangingRole, Removing } from './member-changes.js';

type TeamProps = ScreenProps & { readonly relay: RelayView };

const Member = ({
  desk: { words },
  member,
  manages,
  mayBecomeMember,
  onChange,
}: ScreenProps & {
  readonly member: MemberView;
  readonly manages: boolean;
  /** Whether somebody else manages the relay too. */
  readonly mayBecomeMember: boolean;
  readonly onChange: (change: Change) => void;
}) => {
  const isManager = member.role === 'manager';
  return (
    <li class="member">
      <span>
        <bdi>{member.name}</bdi>
        <span class="soft">
          {words.team[member.role]}
          {member.you ? ` · ${words.team.you}` : ''}
        </span>
      </span>
      {manages && (
        <div class="row">
          {(!isManager || mayBecomeMember) && (
            <Button
              label={words.role[isManager ? 'memberNamed' : 'managerNamed'](member.name)}
              onPress={() => onChange('role')}
            >
              {words.role[isManager ? 'member' : 'manager']}
            </Button>
          )}
          {!member.you && (
            <Button label={words.team.removeNamed(member.name)} onPress={() => onChange('remove')}>
              {words.team.remove}
            </Button>
          )}
        </div>
      )}
    </li>
  );
};

const Poster = ({ desk, relay }: TeamProps) => {
  const training = useTraining();
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
      {code !== '' && !training && (
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

const Members = ({
  desk,
  relay,
  onChange,
}: TeamProps & { readonly onChange: (what: Change, member: MemberView) => void }) => {
  const managers = relay.members.filter(({ role }) => role === 'manager').length;
  return (
    <section class="card part">
      <h2>{desk.words.team.members}</h2>
      <ul class="members">
        {relay.members.map((one) => (
          <Member
            key={one.id}
            desk={desk}
            member={one}
            manages={relay.role === 'manager'}
            mayBecomeMember={managers > 1}
            onChange={(what) => onChange(what, one)}
          />
        ))}
      </ul>
    </section>
  );
};

const Team = ({ desk, relay }: TeamProps) => {
  const { words } = desk;
  // a key of training would stay with the browser's own, and open nothing
  const training = useTraining();
  const [changing, setChanging] = useState<{ what: Change; member: MemberView } | null>(null);
  if (changing) {
    const Asked = changing.what === 'remove' ? Removing : ChangingRole;
    return <Asked desk={desk} relay={relay} member={changing.member} onStay={() => setChanging(null)} />;
  }
  return (
    <div class="relay">
      <Title>
        <Said>{relay.name ?? words.team.title}</Said>
      </Title>
      {!relay.certified && <p class="told">{words.team.notCertified}</p>}
      <div class="row">
        <Button icon="list" onPress={() => desk.go({ name: 'statistics' })}>
          {words.statistics.title}
        </Button>
      </div>
      <div class="halves">
        <div class="stack">
          <Members desk={desk} relay={relay} onChange={(what, member) => setChanging({ what, member })} />
          {!training && <Ways desk={desk} />}
        </div>
        <div class="stack">
          {relay.role === 'manager' && (
            <Invitations desk={desk} relay={relay} dayOf={(ms) => dayOf(words.language, ms)} />
          )}
          <Poster desk={desk} relay={relay} />
        </div>
      </div>
    </div>
  );
};

/** The relay: who belongs to it, who was invited, and its poster. Who is in none joins one here. */
export const RelayScreen = ({ desk }: ScreenProps) =>
  desk.relay ? <Team desk={desk} relay={desk.relay} /> : <Join desk={desk} />;
