import { useState } from 'preact/hooks';
import { Line } from '../../ui/line.js';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { sentenceOf } from '../troubles.js';

/** The answer is on its way; the manager compares the words, accepts it, and then the relay is there. */
const Sent = ({ desk, sent }: ScreenProps & { readonly sent: readonly string[] }) => {
  const { words, setRelays, setAnswered } = desk;
  const { join } = words.team;
  const { first } = words.access;
  const [fault, setFault] = useState('');
  const look = async (): Promise<void> => {
    setFault('');
    try {
      const relays = await engine().relays();
      if (relays.own.length > 0) setRelays(relays);
      else setFault(first.notYet);
    } catch (error) {
      setFault(sentenceOf(words, error));
    }
  };
  return (
    <section class="card ask">
      <Title key="sent">{join.sent}</Title>
      <p class="lead">{join.sentText}</p>
      <p class="eight" lang="fr" dir="ltr">
        {sent.join(' ')}
      </p>
      <div class="row">
        <Button look="main" icon="again" onPress={() => void look()}>
          {first.look}
        </Button>
        <Button onPress={() => setAnswered(null)}>{join.other}</Button>
      </div>
      <p role="status">{fault}</p>
    </section>
  );
};

/** A worker without a relay answers the invitation that they were given. */
export const Join = ({ desk }: ScreenProps) => {
  const { words } = desk;
  const { join } = words.team;
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [fault, setFault] = useState('');
  const send = async (): Promise<void> => {
    setFault('');
    try {
      desk.setAnswered(await engine().join(code.trim(), name.trim()));
    } catch (error) {
      setFault(sentenceOf(words, error));
    }
  };
  if (desk.answered) return <Sent desk={desk} sent={desk.answered} />;
  return (
    <form
      class="card ask"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Title key="form">{join.title}</Title>
      <p class="lead">{join.text}</p>
      <p class="soft">{words.access.first.founding}</p>
      <Line id="join-code" label={join.code} value={code} of="code" longest={60} onType={setCode} />
      <Line id="join-name" label={join.name} value={name} longest={60} onType={setName} />
      <p class="fault" role="alert">
        {fault}
      </p>
      <Button look="main" type="submit">
        {join.send}
      </Button>
    </form>
  );
};
