import { useState } from 'preact/hooks';
import type { Permission } from '../../../core/protocol/grant.js';
import type { Purpose } from '../../i18n/phone/consent/words.js';
import { Icon, Sleeve } from '../../ui/icons.js';
import { Button, Filled, Said, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { timesRead } from '../../ui/speech.js';
import { useAct } from '../use-act.js';
import type { Saying } from './saying.js';
import { type Line, summaryOf, textOf } from './summary.js';
import type { Chosen, Who } from './way.js';

interface Props extends ScreenProps, Saying {
  readonly who: Who;
  readonly chosen: Chosen;
  readonly why: Purpose;
  readonly until: number;
}

const Toggle = ({
  on,
  label,
  onFlip,
}: {
  readonly on: boolean;
  readonly label: string;
  readonly onFlip: () => void;
}) => (
  <button type="button" class="button toggle" aria-pressed={on} onClick={onFlip}>
    <Icon name={on ? 'check' : 'plus'} />
    <span>{label}</span>
  </button>
);

/** Looking is always part of it; all else only if the person says so. Papers that are shown one by one have no place to add to. */
const Permissions = ({
  said,
  may,
  canAdd,
  onChange,
  onDone,
}: Saying & {
  readonly may: May;
  readonly canAdd: boolean;
  readonly onChange: (may: May) => void;
  readonly onDone: () => void;
}) => (
  <section class="screen">
    <Title key="may">{said.yes.moreTitle}</Title>
    <div class="toggles">
      <p class="good-word">
        <Icon name="check" />
        {said.yes.see}
      </p>
      <Toggle on={may.pass} label={said.yes.pass} onFlip={() => onChange({ ...may, pass: !may.pass })} />
      {canAdd && (
        <Toggle on={may.add} label={said.yes.add} onFlip={() => onChange({ ...may, add: !may.add })} />
      )}
    </div>
    <div class="actions">
      <Button look="main" onPress={onDone}>
        {said.yes.good}
      </Button>
    </div>
  </section>
);

interface May {
  readonly pass: boolean;
  readonly add: boolean;
}

const permOf = ({ pass, add }: May): Permission[] => [
  ...(add ? (['add'] as const) : []),
  ...(pass ? (['manage'] as const) : []),
  'read',
];

/** What the person lets them do, the words that say so, and the one tap that shows. */
const useGiving = ({ app: { words, way }, said, who, chosen, why, until }: Props) => {
  const [may, setMay] = useState<May>({ pass: false, add: false });
  const [readBefore, setReadBefore] = useState(timesRead);
  const { busy, fault, act } = useAct(words);
  const heading: Line = { icon: 'give', text: said.summary.heading, name: who.name };
  const lines = summaryOf(words, said, { who, chosen, why, until, ...may });
  const give = (): Promise<void> =>
    act(async () => {
      await engine().give({
        to: who,
        wanted: chosen.wanted,
        purpose: said.why[why],
        until,
        perm: permOf(may),
        language: words.language,
        shown: textOf(heading, lines),
        explained: timesRead() > readBefore ? 'read-aloud' : 'read',
        healthNamed: chosen.health !== null,
      });
      way.reset({ name: 'giveDone', to: who.name });
    });
  const allow = (next: May): void => {
    setMay(next);
    // other words: what was read aloud were not these
    setReadBefore(timesRead());
  };
  return { may, allow, heading, lines, busy, fault, give };
};

const Summary = ({ lines }: { readonly lines: readonly Line[] }) => (
  <ul class="summary">
    {lines.map(({ icon, text, name }, i) => (
      <li key={i}>
        <Icon name={icon} />
        <span>
          <Filled text={text} name={name} />
        </span>
      </li>
    ))}
  </ul>
);

/** What is shown to whom, for what and how long, in words that the receipt keeps. */
export const Yes = (props: Props) => {
  const { said, chosen } = props;
  const [choosing, setChoosing] = useState(false);
  const { may, allow, heading, lines, busy, fault, give } = useGiving(props);
  if (choosing) {
    const canAdd = !('papers' in chosen.wanted);
    return (
      <Permissions said={said} may={may} canAdd={canAdd} onChange={allow} onDone={() => setChoosing(false)} />
    );
  }
  return (
    <section class="screen">
      <Title key="yes">
        <Filled text={heading.text} name={heading.name} />
      </Title>
      <Summary lines={lines} />
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="actions">
        <Button look="main" icon="give" busy={busy} onPress={() => void give()}>
          {said.yes.show}
        </Button>
        <Button look="quiet" onPress={() => setChoosing(true)}>
          {said.yes.more}
        </Button>
      </div>
    </section>
  );
};

/** They can look from now on. */
export const Done = ({ app: { words, way }, said, to }: ScreenProps & Saying & { readonly to: string }) => (
  <section class="screen">
    <Sleeve papers={2} />
    <Title>{said.done.title}</Title>
    <p class="met-name">
      <Said>{to}</Said>
    </p>
    <p class="lead">{said.done.text}</p>
    <div class="actions">
      <Button look="main" onPress={() => way.reset({ name: 'show' })}>
        {words.show.title}
      </Button>
      <Button look="quiet" onPress={() => way.reset({ name: 'papers' })}>
        {words.papers.title}
      </Button>
    </div>
  </section>
);
