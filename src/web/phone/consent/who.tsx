import { useRef } from 'preact/hooks';
import { Finder } from '../finder.js';
import { Icon } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { keep } from '../keep/keep.js';
import { Pick } from '../pick.js';
import { useAct } from '../use-act.js';
import { useCamera } from '../../ui/use-camera.js';
import { useScan } from '../use-scan.js';
import type { Screen } from '../way.js';
import { meetingFault, type Saying } from './saying.js';
import type { Taken } from './way.js';

interface Props extends ScreenProps, Saying {
  /** Papers that were chosen before. */
  readonly taken: Taken | null;
  /** To leave a spare of the card with a relay, and nothing else. */
  readonly spare?: boolean | undefined;
}

const forLink = (taken: Taken | null): Screen =>
  taken
    ? { name: 'showFor', docs: taken.papers.map(({ id }) => id), purpose: taken.purpose }
    : { name: 'showWhich' };

/** Somebody who is here, or somebody far away without an account. */
export const Who = ({ app: { words, way }, said, taken }: Props) => (
  <section class="screen">
    <Title>{said.who.title}</Title>
    <div class="who">
      <button type="button" class="who-card" onClick={() => way.go({ name: 'giveScan', taken })}>
        <Icon name="building" />
        <span>{said.who.relay}</span>
      </button>
      <button type="button" class="who-card" onClick={() => way.go(forLink(taken))}>
        <Icon name="send" />
        <span>{said.who.link}</span>
      </button>
    </div>
    <Button look="quiet" onPress={() => way.go({ name: 'show' })}>
      {words.show.title}
    </Button>
  </section>
);

/** Public codes all begin so; what else a picture holds is looked past. */
const isPublic = (text: string): boolean => text.startsWith('pochette:');

const useMeeting = ({ app: { words, way }, said, taken, spare }: Props) => {
  const { busy, fault, setFault, act } = useAct(words, (error) => meetingFault(words, said, error));
  const refused = useRef('');
  const meet = (code: string): Promise<void> =>
    act(async () => {
      refused.current = code;
      const met = await engine().meetByCode(code);
      way.replace({ name: 'giveMet', who: { ...met, by: 'code' }, taken, ...(spare && { spare }) });
    });
  const look = async (file: File): Promise<void> => {
    const codes = await createImageBitmap(file)
      .then((picture) => keep().readCodes(picture))
      .catch(() => []);
    const code = codes.find(isPublic) ?? codes[0];
    if (code === undefined) setFault(said.troubles.noCode);
    else await meet(code);
  };
  return { busy, fault, meet, look, isNew: (code: string) => isPublic(code) && code !== refused.current };
};

/** The code on a relay's poster, or on the screen of who helps: keys are believed from nowhere else. */
export const Scan = (props: Props) => {
  const { app, said, taken, spare } = props;
  const { words, way } = app;
  const { video, state } = useCamera();
  const { busy, fault, meet, look, isNew } = useMeeting(props);
  useScan(video, state === 'ready' && !busy, isNew, (code) => void meet(code));
  return (
    <section class="screen camera">
      <Title>{said.scan.title}</Title>
      <p class="soft">{said.scan.text}</p>
      <Finder video={video} state={state} words={words} />
      <p class={fault === '' ? 'soft' : 'fault'} role="status">
        {fault === '' ? said.scan.seeking : fault}
      </p>
      <div class="shutter-row scan-row">
        <Pick
          icon="pictures"
          label={words.camera.gallery}
          accept="image/*"
          onPick={([file]) => file && void look(file)}
        />
        <button
          type="button"
          class="pick"
          onClick={() => way.replace({ name: 'giveWords', taken, ...(spare && { spare }) })}
        >
          <Icon name="keys" />
          <span>{said.scan.type}</span>
        </button>
      </div>
    </section>
  );
};
