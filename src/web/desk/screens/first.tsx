import { useEffect, useState } from 'preact/hooks';
import type { DeskWords } from '../../i18n/desk/words.js';
import { Line } from '../../ui/line.js';
import { Button, Title } from '../../ui/parts.js';
import { engine } from '../engine/engine.js';
import { invitationIn } from '../invitation-code.js';
import { CardStep, CodeStep } from '../newcomer/person-steps.js';
import { Reader } from '../reader.js';
import { sentenceOf } from '../troubles.js';
import { typedIn } from '../typed-in.js';
import { useGuard } from '../use-guard.js';

interface FirstProps {
  readonly words: DeskWords;
  /** The invitation that came with the address; empty without. */
  readonly invitation: string;
  /** They have their card, and the account is open. */
  readonly onOpen: (invitation: string, name: string) => void;
  readonly onBack: () => void;
}

type Step = 'invitation' | 'name' | 'code' | 'card';

const Invited = ({
  words,
  invitation,
  onRead,
  onBack,
}: Omit<FirstProps, 'onOpen'> & { readonly onRead: (code: string) => void }) => {
  const { first } = words.access;
  const [fault, setFault] = useState('');
  const read = (text: string): void => {
    const code = invitationIn(text);
    if (code === null) return setFault(words.troubles.badInvitation);
    setFault('');
    engine()
      .checkInvitation(code)
      .then(
        () => onRead(code),
        (error: unknown) => setFault(sentenceOf(words, error)),
      );
    return undefined;
  };
  useEffect(() => {
    if (invitation !== '') read(invitation);
  }, []);
  return (
    <section class="card entrance-card">
      <Title>{first.title}</Title>
      <p class="lead">{first.text}</p>
      <Reader
        words={words}
        label={first.code}
        accepts={(text) => invitationIn(text) !== null}
        fault={fault}
        onText={read}
      />
      <p class="soft">{first.founding}</p>
      <Button look="quiet" onPress={onBack}>
        {words.back}
      </Button>
    </section>
  );
};

const Named = ({
  words,
  onName,
  onBack,
}: Pick<FirstProps, 'words' | 'onBack'> & { readonly onName: (name: string) => void }) => {
  const [name, setName] = useState('');
  const { join } = words.team;
  return (
    <form
      class="card entrance-card"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = typedIn(event.currentTarget, 'own-name');
        if (typed !== '') onName(typed);
      }}
    >
      <Title>{words.access.first.title}</Title>
      <Line id="own-name" label={join.name} value={name} longest={40} onType={setName} />
      <Button look="main" type="submit">
        {words.newcomer.next}
      </Button>
      <Button look="quiet" onPress={onBack}>
        {words.back}
      </Button>
    </form>
  );
};

/** Somebody who was invited opens their own account: invitation, name, code, and the card that opens it from then on. */
export const First = (props: FirstProps) => {
  const { words, onOpen } = props;
  const [step, setStep] = useState<Step>('invitation');
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  // what came with the address was read once: who goes back gives another
  const [isBack, setBack] = useState(false);
  // the one memory of the card's secret
  useGuard(() => step === 'card');
  useEffect(() => void engine(), []);
  switch (step) {
    case 'invitation':
      return (
        <Invited
          {...props}
          invitation={isBack ? '' : props.invitation}
          onRead={(read) => {
            setCode(read);
            setStep('name');
          }}
        />
      );
    case 'name':
      return (
        <Named
          words={words}
          onName={(typed) => {
            setName(typed);
            setStep('code');
          }}
          onBack={() => {
            setBack(true);
            setStep('invitation');
          }}
        />
      );
    case 'code':
      return (
        <CodeStep
          words={words}
          opening={words.access.first.opening}
          opener={() => ({ checkCode: engine().checkCode, open: engine().openOwn })}
          onOpen={() => setStep('card')}
          onBack={() => setStep('name')}
        />
      );
    default:
      return (
        <CardStep
          words={words}
          title={words.signIn.card}
          text={words.access.first.card}
          pagesOf={(size, language) => engine().ownCard(size, language, name)}
          onDone={() => onOpen(code, name)}
        />
      );
  }
};
