import { useState } from 'preact/hooks';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { sentenceOf } from '../troubles.js';

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
  if (sent) {
    return (
      <section class="card ask">
        <Title key="sent">{join.sent}</Title>
        <p class="lead">{join.sentText}</p>
        <p class="eight" lang="fr" dir="ltr">
          {sent.join(' ')}
        </p>
      </section>
    );
  }
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
      <div class="field">
        <label for="join-code">{join.code}</label>
        <input
          id="join-code"
          type="text"
          dir="ltr"
          autocomplete="off"
          spellcheck={false}
          value={code}
          onInput={({ currentTarget }) => setCode(currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for="join-name">{join.name}</label>
        <input
          id="join-name"
          type="text"
          autocomplete="off"
          maxLength={60}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        <p class="fault" role="alert">
          {fault}
        </p>
      </div>
      <Button look="main" type="submit">
        {join.send}
      </Button>
    </form>
  );
};
