import { useState } from 'preact/hooks';
import { Icon, Sleeve } from '../../ui/icons.js';
import { Line } from '../../ui/line.js';
import { Button, Said, Title, Told } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { dayOf } from '../../i18n/days.js';
import type { DropView } from '../engine/drops.js';
import { engine } from '../engine/engine.js';
import { Qr } from '../../ui/qr.js';
import { sendOrCopy } from '../send-or-copy.js';
import { useAct } from '../use-act.js';
import { useLoaded } from '../use-loaded.js';
import type { Saying } from './saying.js';
import { labelled } from '../../i18n/format.js';
import { Wait } from '../loading.js';

const DropCard = ({
  app: { words, way },
  said,
  one,
  onEnd,
}: ScreenProps & Saying & { readonly one: DropView; readonly onEnd: () => Promise<void> }) => {
  const [busy, setBusy] = useState(false);
  const end = async (): Promise<void> => {
    setBusy(true);
    await onEnd();
    setBusy(false);
  };
  const name = one.from === '' ? words.show.someone : one.from;
  return (
    <li class="shown-card">
      <p class="paper-name shown-name">
        <Icon name="send" />
        <Said>{name}</Said>
      </p>
      <p class="soft">
        {said.ask.came(one.came)} · {words.show.until(dayOf(words.language, one.until))}
      </p>
      <div class="shown-acts two">
        <Button
          icon="close"
          busy={busy}
          label={labelled(words.language, said.ask.end, name)}
          onPress={() => void end()}
        >
          {said.ask.end}
        </Button>
        <Button
          icon="give"
          label={labelled(words.language, words.show.send, name)}
          onPress={() => way.go({ name: 'askMade', link: one })}
        >
          {words.show.send}
        </Button>
      </div>
    </li>
  );
};

/** Links by which others leave papers, while they take some; each is closed with one tap. */
export const Asks = ({ app, said }: ScreenProps & Saying) => {
  const { words, way } = app;
  const { value, fault, look } = useLoaded({ app }, () => engine().drops());
  const { fault: refused, act } = useAct(words);
  const end = ({ id }: DropView): Promise<void> =>
    act(async () => {
      await engine().endDrop(id);
      await look();
    });
  return (
    <section class="screen papers">
      <Title>{said.ask.title}</Title>
      <p class="fault" role="alert">
        {fault === '' ? refused : fault}
      </p>
      {!value && fault === '' && <Wait words={words} />}
      {value?.length === 0 && (
        <div class="empty">
          <Sleeve papers={1} />
          <p>{said.ask.text}</p>
        </div>
      )}
      <ul class="bin-list">
        {value?.map((one) => (
          <DropCard key={one.id} app={app} said={said} one={one} onEnd={() => end(one)} />
        ))}
      </ul>
      <div class="dock">
        <Button look="main" icon="plus" onPress={() => way.go({ name: 'askFor' })}>
          {said.ask.start}
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

/** Who is asked, if the person wants to note it: the page that takes papers greets them by that name. */
export const AskFor = ({ app: { words, way }, said }: ScreenProps & Saying) => {
  const [from, setFrom] = useState('');
  const { busy, fault, act } = useAct(words);
  const make = (): Promise<void> =>
    act(async () => {
      way.replace({
        name: 'askMade',
        link: await engine().makeDrop(from.trim().slice(0, 80), words.language),
      });
    });
  return (
    <section class="screen">
      <Title>{said.ask.forWhom}</Title>
      <p class="lead">{said.ask.text}</p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Line id="from" label={words.show.name} value={from} longest={80} onType={setFrom} />
        <p class="fault" role="alert">
          {fault}
        </p>
        <Button look="main" type="submit" busy={busy}>
          {said.ask.start}
        </Button>
      </form>
    </section>
  );
};

/** The address, to be scanned or sent: it lets leave papers, and see none. */
export const AskMade = ({
  app: { words, way },
  said,
  link,
}: ScreenProps & Saying & { readonly link: DropView }) => {
  const [told, setTold] = useState('');
  const send = async (): Promise<void> => {
    if ((await sendOrCopy(link.url)) === 'copied') setTold(words.show.copied);
  };
  return (
    <section class="screen">
      <Title>{words.show.made}</Title>
      <Qr text={link.url} label={said.ask.qr} />
      <p class="lead">{said.ask.text}</p>
      <Told text={told} tone="good" />
      <div class="actions">
        <Button look="main" icon="give" onPress={() => void send().catch(() => undefined)}>
          {words.show.send}
        </Button>
        <Button look="quiet" onPress={() => way.reset({ name: 'papers' })}>
          {words.papers.title}
        </Button>
      </div>
    </section>
  );
};
