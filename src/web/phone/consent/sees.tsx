import { useEffect, useState } from 'preact/hooks';
import { isKindCategory } from '../../../core/kinds.js';
import { Icon, Sleeve } from '../../ui/icons.js';
import { Button, Filled, Said, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { dayOf } from '../../i18n/days.js';
import { engine } from '../engine/engine.js';
import type { Shown } from '../engine/showing.js';
import { sentenceOf } from '../troubles.js';
import type { Saying } from './saying.js';
import { labelled } from '../../i18n/format.js';
import { Failed, Wait } from '../loading.js';

const useShown = ({ app: { words } }: ScreenProps) => {
  const [shown, setShown] = useState<readonly Shown[] | null>(null);
  const [looks, setLooks] = useState<Readonly<Record<string, number>> | null>(null);
  const [fault, setFault] = useState('');
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    setFault('');
    await work().catch((error: unknown) => setFault(sentenceOf(words, error)));
  };
  const look = (): Promise<void> =>
    guarded(async () => {
      const now = await engine().shown();
      setShown(now);
      // the whole history: the list is there before
      if (now.some(({ kind }) => kind === 'grant')) setLooks(await engine().lastLooks());
    });
  const takeBack = ({ id, kind }: Shown): Promise<void> =>
    guarded(async () => {
      await engine().takeItBack(id, kind);
      setShown((all) => all?.filter((one) => one.id !== id) ?? null);
      await look();
    });
  useEffect(() => void look(), []);
  return { shown, looks, fault, look, takeBack };
};

/** What is shown, by name. */
const What = ({ app: { words }, said, one }: ScreenProps & Saying & { readonly one: Shown }) => {
  if (one.scope === 'safe') return <p>{words.show.everything}</p>;
  return (
    <p class="shown-what">
      {one.titles.map((title, i) => (
        <span key={i}>
          {one.scope === 'doc' ? (
            <Said>{title}</Said>
          ) : (
            <Filled text={said.sees.shelf} name={isKindCategory(title) ? words.shelves[title] : title} />
          )}
        </span>
      ))}
    </p>
  );
};

/** Whether it was used: a link says it itself, the readings of a consent are in the history. */
const used = (
  { words }: ScreenProps['app'],
  { sees }: Saying['said'],
  one: Shown,
  looks: Readonly<Record<string, number>> | null,
): string => {
  if (one.opened !== null) return words.show.opened(one.opened);
  if (looks === null) return '';
  const at = looks[one.id];
  return at === undefined ? sees.notLooked : sees.looked(dayOf(words.language, at));
};

const ShownCard = ({
  app,
  said,
  one,
  looks,
  onTakeBack,
}: ScreenProps &
  Saying & {
    readonly one: Shown;
    readonly looks: Readonly<Record<string, number>> | null;
    readonly onTakeBack: () => Promise<void>;
  }) => {
  const { words, way } = app;
  const [busy, setBusy] = useState(false);
  const take = async (): Promise<void> => {
    setBusy(true);
    await onTakeBack();
    setBusy(false);
  };
  const name = one.name === '' ? words.show.someone : one.name;
  const { person } = one;
  const how = used(app, said, one, looks);
  return (
    <li class="shown-card">
      <p class="paper-name shown-name">
        <Icon name={one.kind === 'link' ? 'send' : 'building'} />
        <Said>{name}</Said>
      </p>
      <What app={app} said={said} one={one} />
      {one.by !== null && (
        <p class="soft">
          <Filled text={said.sees.madeBy} name={one.by} />
        </p>
      )}
      <p class="soft">
        {words.show.until(dayOf(words.language, one.until))}
        {how !== '' && ` · ${how}`}
      </p>
      <div class={person === null ? 'shown-acts' : 'shown-acts two'}>
        <Button
          icon="again"
          busy={busy}
          label={labelled(words.language, words.show.takeBack, name)}
          onPress={() => void take()}
        >
          {words.show.takeBack}
        </Button>
        {person !== null && (
          <Button
            icon="clock"
            label={labelled(words.language, words.more.history, name)}
            onPress={() => way.go({ name: 'history', person: { id: person, name } })}
          >
            {words.more.history}
          </Button>
        )}
      </div>
    </li>
  );
};

/** Who can see what, now; each taken back with one tap. */
export const Show = ({ app, said }: ScreenProps & Saying) => {
  const { words, way } = app;
  const { shown, looks, fault, look, takeBack } = useShown({ app });
  return (
    <section class="screen papers">
      <Title>{words.show.title}</Title>
      <Failed words={words} fault={fault} onAgain={() => void look()} />
      {shown === null && fault === '' && <Wait words={words} />}
      {shown?.length === 0 && (
        <div class="empty">
          <Sleeve papers={0} />
          <p>{words.show.none}</p>
        </div>
      )}
      <ul class="bin-list">
        {shown?.map((one) => (
          <ShownCard
            key={one.id}
            app={app}
            said={said}
            one={one}
            looks={looks}
            onTakeBack={() => takeBack(one)}
          />
        ))}
      </ul>
      <div class="dock">
        <Button look="main" icon="give" onPress={() => way.go({ name: 'giveWho', taken: null })}>
          {words.show.start}
        </Button>
        <Button icon="card" onPress={() => way.go({ name: 'spare' })}>
          {said.spare.title}
        </Button>
        {!way.canGoBack && (
          <Button look="quiet" onPress={() => way.reset({ name: 'papers' })}>
            {words.papers.title}
          </Button>
        )}
      </div>
    </section>
  );
};
