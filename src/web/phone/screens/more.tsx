import { useState } from 'preact/hooks';
import { Icon, type IconName, Sleeve } from '../../ui/icons.js';
import { Button, Said, Title } from '../../ui/parts.js';
import { CodeScreen } from '../code-screen.js';
import type { ScreenProps } from '../app-context.js';
import { dayOf } from '../../i18n/days.js';
import type { Opener } from '../engine/devices.js';
import { engine } from '../engine/engine.js';
import { saveFile } from '../../ui/save-file.js';
import { sentenceOf } from '../troubles.js';
import { useAct } from '../use-act.js';
import { useLoaded } from '../use-loaded.js';
import type { Screen } from '../way.js';
import { labelled } from '../../i18n/format.js';
import { Wait } from '../loading.js';

const Entry = ({
  icon,
  label,
  onPress,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly onPress: () => void;
}) => (
  <li>
    <button type="button" class="entry" onClick={onPress}>
      <Icon name={icon} />
      <span>{label}</span>
    </button>
  </li>
);

/** Everything that is needed now and then. */
export const More = ({ app: { words, way, lock } }: ScreenProps) => {
  const to = (screen: Screen) => () => way.go(screen);
  return (
    <section class="screen">
      <Title>{words.more.title}</Title>
      <ul class="entries">
        <Entry icon="clock" label={words.more.history} onPress={to({ name: 'history' })} />
        <Entry icon="inbox" label={words.more.receive} onPress={to({ name: 'asks' })} />
        <Entry icon="qr" label={words.more.ownCode} onPress={to({ name: 'ownCode' })} />
        <Entry icon="room" label={words.more.room} onPress={to({ name: 'room' })} />
        <Entry icon="phone" label={words.more.phones} onPress={to({ name: 'phones' })} />
        <Entry icon="keys" label={words.more.code} onPress={to({ name: 'changeCode' })} />
        <Entry icon="cloud" label={words.more.offline} onPress={to({ name: 'offline' })} />
        <Entry icon="speech" label={words.more.language} onPress={to({ name: 'language' })} />
        <Entry icon="download" label={words.more.out} onPress={to({ name: 'out' })} />
        <Entry icon="bin" label={words.more.erase} onPress={to({ name: 'erase' })} />
        <Entry icon="pencil" label={words.discreet.entry} onPress={to({ name: 'discreet' })} />
        <Entry icon="close" label={words.more.lock} onPress={lock} />
      </ul>
    </section>
  );
};

const OpenerLine = ({
  app: { words },
  opener,
  onBlock,
  onRenew,
}: ScreenProps & {
  readonly opener: Opener;
  readonly onBlock: () => void;
  readonly onRenew: () => void;
}) => (
  <li class="told-line">
    <Icon name={opener.kind === 'device' ? 'phone' : 'card'} />
    <div>
      <p class="paper-name">{opener.kind === 'card' ? words.more.card : <Said>{opener.name}</Said>}</p>
      {opener.kind === 'spare' && <p class="soft">{words.more.spare}</p>}
      <p class="soft">
        {opener.current && words.more.thisPhone}
        {!opener.current &&
          opener.lastUsed !== null &&
          words.more.lastUsed(dayOf(words.language, opener.lastUsed))}
      </p>
      {opener.kind !== 'card' && !opener.current && (
        <Button label={labelled(words.language, words.more.block, opener.name)} onPress={onBlock}>
          {words.more.block}
        </Button>
      )}
      {opener.kind === 'card' && <Button onPress={onRenew}>{words.more.newCard}</Button>}
    </div>
  </li>
);

/** What opens the safe. Another phone is blocked with one tap. */
export const Phones = ({ app }: ScreenProps) => {
  const { words } = app;
  const { value, fault, look } = useLoaded({ app }, () => engine().openers());
  const [refused, setRefused] = useState('');
  const block = (id: string): void =>
    void engine()
      .block(id)
      .then(look, (error: unknown) => setRefused(sentenceOf(words, error)));
  return (
    <section class="screen">
      <Title>{words.more.phones}</Title>
      <p class="fault" role="alert">
        {fault === '' ? refused : fault}
      </p>
      {!value && fault === '' && <Wait words={words} />}
      <ul class="entries">
        {value?.map((one) => (
          <OpenerLine
            key={one.id}
            app={app}
            opener={one}
            onBlock={() => block(one.id)}
            onRenew={() => app.way.go({ name: 'newCard' })}
          />
        ))}
      </ul>
      {value && !value.some(({ kind }) => kind === 'spare') && (
        <Button icon="building" onPress={() => app.way.go({ name: 'spare' })}>
          {words.more.leaveSpare}
        </Button>
      )}
    </section>
  );
};

/** One of two answers; the one that holds now is marked. */
const Choice = ({
  chosen,
  label,
  onPress,
}: {
  readonly chosen: boolean;
  readonly label: string;
  readonly onPress: () => void;
}) => (
  <button type="button" class="button" aria-pressed={chosen} onClick={onPress}>
    {chosen && <Icon name="check" />}
    <span>{label}</span>
  </button>
);

export const Offline = ({ app: { words, way, facts, look } }: ScreenProps) => {
  const choose = async (wanted: boolean): Promise<void> => {
    await engine().setOffline(wanted);
    await look();
    way.back();
  };
  return (
    <section class="screen">
      <Title>{words.more.offline}</Title>
      <p class="lead">{words.more.offlineText}</p>
      <div class="actions pair">
        <Choice chosen={!facts.offline} label={words.papers.no} onPress={() => void choose(false)} />
        <Choice chosen={facts.offline} label={words.papers.yes} onPress={() => void choose(true)} />
      </div>
    </section>
  );
};

export const TakeOut = ({ app: { words } }: ScreenProps) => {
  const { busy, fault, act } = useAct(words);
  const out = (): Promise<void> =>
    act(async () => saveFile(`${words.more.outName}.zip`, await engine().takeOut(words.language)));
  return (
    <section class="screen">
      <Sleeve papers={3} />
      <Title>{words.more.out}</Title>
      <p class="lead">{words.more.outText}</p>
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="actions">
        <Button look="main" icon="download" busy={busy} onPress={() => void out()}>
          {busy ? words.wait : words.more.outDo}
        </Button>
      </div>
    </section>
  );
};

/** The code is asked for again: this can't be undone. */
export const Erase = ({ app: { words, forgotten } }: ScreenProps) => (
  <CodeScreen
    words={words}
    title={words.more.eraseTitle}
    text={words.more.eraseText}
    onCode={async (code) => {
      await engine().eraseAll(code);
      await forgotten();
    }}
  />
);

export const Erased = ({ app: { words, way } }: ScreenProps) => (
  <section class="screen">
    <Sleeve papers={0} />
    <Title>{words.more.erased.title}</Title>
    <p class="lead">{words.more.erased.text}</p>
    <div class="actions">
      <Button onPress={() => way.reset({ name: 'start' })}>{words.close}</Button>
    </div>
  </section>
);
