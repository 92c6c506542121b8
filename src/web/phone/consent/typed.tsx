import { useState } from 'preact/hooks';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { useAct } from '../use-act.js';
import { meetingFault, type Saying } from './saying.js';
import type { Taken } from './way.js';

interface LineProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onType: (value: string) => void;
  readonly dir?: 'ltr' | 'auto';
}

/** One line to type: words are words, nothing is corrected or remembered. */
export const Line = ({ id, label, value, onType, dir = 'auto' }: LineProps) => (
  <div class="field">
    <label for={id}>{label}</label>
    <input
      id={id}
      type="text"
      dir={dir}
      autocomplete="off"
      autocapitalize={dir === 'ltr' ? 'none' : 'words'}
      spellcheck={false}
      maxLength={200}
      value={value}
      onInput={({ currentTarget }) => onType(currentTarget.value)}
    />
  </div>
);

const isId = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

/** Where no camera works: what stands on the poster, typed. Instead of the number, a whole code that was sent is taken too. */
export const Typed = ({
  app: { words, way },
  said,
  taken,
  spare,
}: ScreenProps & Saying & { readonly taken: Taken | null; readonly spare?: boolean | undefined }) => {
  const [number, setNumber] = useState('');
  const [typed, setTyped] = useState('');
  const [name, setName] = useState('');
  const { busy, fault, setFault, act } = useAct(words, (error) => meetingFault(words, said, error));
  const send = (): Promise<void> =>
    act(async () => {
      const code = number.trim();
      if (code.startsWith('pochette:')) {
        const met = await engine().meetByCode(code);
        return way.replace({ name: 'giveMet', who: { ...met, by: 'code' }, taken, ...(spare && { spare }) });
      }
      const id = code.replace(/\s/g, '').toLowerCase();
      if (!isId(id)) return setFault(said.troubles.notCode);
      const met = await engine().meetByWords(id, typed.trim().split(/[\s,]+/), name.trim());
      return way.replace({ name: 'giveMet', who: { ...met, by: 'words' }, taken, ...(spare && { spare }) });
    });
  return (
    <section class="screen">
      <Title>{said.typed.title}</Title>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Line id="name" label={said.typed.name} value={name} onType={setName} />
        <Line id="words" label={said.typed.words} value={typed} onType={setTyped} dir="ltr" />
        <Line id="number" label={said.typed.number} value={number} onType={setNumber} dir="ltr" />
        <p class="fault" role="alert">
          {fault}
        </p>
        <Button look="main" type="submit" busy={busy}>
          {words.show.next}
        </Button>
      </form>
    </section>
  );
};
