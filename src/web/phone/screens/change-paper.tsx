import { useState } from 'preact/hooks';
import { Line } from '../../ui/line.js';
import { Button, Said, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine, type PaperView } from '../engine/engine.js';
import { useAct } from '../use-act.js';

interface PaperProps extends ScreenProps {
  readonly paper: PaperView;
}

/** A change, then back; what went wrong stays on the screen with what was typed. */
const useChange = ({ app: { words } }: ScreenProps) => {
  const { busy, fault, act } = useAct(words);
  const change = (work: () => Promise<void>, then: () => void): Promise<void> =>
    act(async () => {
      await work();
      then();
    });
  return { busy, fault, change };
};

const LONGEST = 60;

export const Rename = ({ app, paper }: PaperProps) => {
  const { words, way } = app;
  const [title, setTitle] = useState(paper.title);
  const { busy, fault, change } = useChange({ app });
  return (
    <section class="screen">
      <Title>{words.paper.name}</Title>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          const said = title.trim();
          if (said !== '')
            void change(
              () => engine().edit(paper, { title: said }),
              () => way.back(),
            );
        }}
      >
        <Line
          id="title"
          label={words.paper.name}
          hidden
          value={title}
          of="text"
          longest={LONGEST}
          onType={setTitle}
        >
          <p class="fault" role="alert">
            {fault}
          </p>
        </Line>
        <Button look="main" type="submit" busy={busy}>
          {words.paper.save}
        </Button>
      </form>
    </section>
  );
};

/** Not to know is an answer like any other, and stands first. */
export const Until = ({ app, paper }: PaperProps) => {
  const { words, way } = app;
  const [day, setDay] = useState(paper.expires ?? '');
  const { busy, fault, change } = useChange({ app });
  const save = (expires: string | null): void =>
    void change(
      () => engine().edit(paper, { expires }),
      () => way.back(),
    );
  return (
    <section class="screen">
      <Title>{words.paper.untilTitle}</Title>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (/^\d{4}-\d\d-\d\d$/.test(day)) save(day);
        }}
      >
        <Button busy={busy} onPress={() => save(null)}>
          {words.paper.unknown}
        </Button>
        <div class="field">
          <label for="day">{words.paper.day}</label>
          <input
            id="day"
            type="date"
            min="2000-01-01"
            max="2100-12-31"
            value={day}
            onInput={({ currentTarget }) => setDay(currentTarget.value)}
          />
          <p class="fault" role="alert">
            {fault}
          </p>
        </div>
        <Button look="main" type="submit" busy={busy}>
          {words.paper.save}
        </Button>
      </form>
    </section>
  );
};

export const ThrowAway = ({ app, paper }: PaperProps) => {
  const { words, way } = app;
  const { busy, fault, change } = useChange({ app });
  return (
    <section class="screen">
      <Title>{words.paper.throwAway.title}</Title>
      <p class="paper-name">
        <Said>{paper.title}</Said>
      </p>
      {paper.where === 'safe' && <p class="lead">{words.paper.throwAway.text}</p>}
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="actions">
        <Button
          look="main"
          icon="bin"
          busy={busy}
          onPress={() =>
            void change(
              () => engine().bin(paper),
              () => way.reset({ name: 'papers' }),
            )
          }
        >
          {words.paper.bin}
        </Button>
        <Button onPress={() => way.back()}>{words.back}</Button>
      </div>
    </section>
  );
};
