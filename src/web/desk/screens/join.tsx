import { useState } from 'preact/hooks';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { sentenceOf } from '../troubles.js';

const Sent = ({ desk, sent }: ScreenProps & { readonly sent: readonly string[] }) => {
  const { join } = desk.words.team;
  return (
    <section class="card ask">
      <Title key="sent">{join.sent}</Title>
      <p class="lead">{join.sentText}</p>
      <p class="eight" lang="fr" dir="ltr">
        {sent.join(' ')}
      </p>
    </section>
  );
};

const Line = ({
  id,
  label,
  value,
  onType,
}: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onType: (text: string) => void;
}) => (
  <div class="field">
    <label for={id}>{label}</label>
    <input
      id={id}
      type="text"
      dir="auto"
      autocomplete="off"
      spellcheck={false}
      maxLength={60}
      value={value}
      onInput={({ currentTarget }) => onType(currentTarget.value)}
    />
  </div>
);

/** A worker without a relay answers the invitation that they were given. */
export const Join = ({ desk }: ScreenProps) => {
  const { words } = desk;
  const { join } = words.team;
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [fault, setFault] = useState('');
  const [sent, setSent] = useState<readonly string[] | null>(null);
  const send = async (): Promise<void> => {
    setFault('');
    try {
      setSent(await engine().join(code.trim(), name.trim()));
    } catch (error) {
      setFault(sentenceOf(words, error));
    }
  };
  if (sent) return <Sent desk={desk} sent={sent} />;
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
      <Line id="join-code" label={join.code} value={code} onType={setCode} />
      <Line id="join-name" label={join.name} value={name} onType={setName} />
      <p class="fault" role="alert">
        {fault}
      </p>
      <Button look="main" type="submit">
        {join.send}
      </Button>
    </form>
  );
};
