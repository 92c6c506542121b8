import type { DeskWords } from '../../i18n/desk/words.js';
import type { Language } from '../../i18n/language.js';
import { Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import { Qr } from '../../ui/qr.js';
import { useJoining } from '../../ui/use-joining.js';
import { handFault } from '../hand-fault.js';
import { personEngine } from './person.js';

interface OtherProps {
  readonly words: DeskWords;
  readonly language: Language;
  readonly onOpen: (contact: string) => void;
  readonly onNo: () => void;
  readonly onHere: () => void;
}

type Step =
  | { readonly name: 'begin' }
  | { readonly name: 'show'; readonly url: string }
  | { readonly name: 'compare'; readonly number: string }
  | { readonly name: 'waiting' }
  | { readonly name: 'gone'; readonly fault: string };

/** From the code to the six digits, which come without having been on this page. */
const useOther = ({ words, language, onOpen, onNo }: OtherProps) =>
  useJoining<Step>({
    first: { name: 'begin' },
    run: async ({ to, agreed, isLeft }) => {
      to({ name: 'show', url: await personEngine().otherShow() });
      const number = await personEngine().otherJoin();
      const same = agreed();
      to({ name: 'compare', number });
      await same;
      to({ name: 'waiting' });
      if (!(await personEngine().otherBegin(language))) {
        if (!isLeft()) onNo();
        return;
      }
      const contact = await personEngine().otherOpen();
      if (!isLeft()) onOpen(contact);
    },
    failed: (error) => ({ name: 'gone', fault: handFault(words, error) }),
    // leaving does nothing: the last word for that screen is on its way, and what lies there is gone within ten minutes
  });

/** The person's part on a screen of their own. Whatever becomes of that, the worker can go on here. */
export const OtherScreen = (props: OtherProps) => {
  const { words, onHere } = props;
  const { step, same, again } = useOther(props);
  const { other } = words.newcomer;
  const here = (): void => {
    void personEngine()
      .otherEnd()
      .catch(() => undefined);
    onHere();
  };
  return (
    <section class="card ask middle">
      {step.name === 'compare' ? (
        <>
          <Title key="compare">{other.compare}</Title>
          <p class="number" dir="ltr">
            {step.number}
          </p>
          <div class="row">
            <Button look="main" onPress={same}>
              {words.yes}
            </Button>
            <Button onPress={again}>{words.no}</Button>
          </div>
        </>
      ) : (
        <Title key="title">{other.title}</Title>
      )}
      {step.name === 'show' && (
        <>
          <p class="lead">{other.text}</p>
          <Qr text={step.url} label={other.picture} />
        </>
      )}
      {(step.name === 'begin' || step.name === 'waiting') && (
        <>
          <Sleeve papers={2} />
          <p class="lead" role="status">
            {step.name === 'waiting' ? other.waiting : words.wait}
          </p>
        </>
      )}
      {step.name === 'gone' && (
        <>
          <p class="fault" role="alert">
            {step.fault}
          </p>
          <p class="soft">{other.gone}</p>
          <Button look="main" icon="again" onPress={again}>
            {words.retry}
          </Button>
        </>
      )}
      <Button look="quiet" onPress={here}>
        {other.here}
      </Button>
    </section>
  );
};
