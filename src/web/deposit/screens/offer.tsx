import { utf8 } from '../../../core/bytes.js';
import type { DepositWords } from '../../i18n/deposit/words.js';
import { moment } from '../../i18n/days.js';
import { Fact } from '../../ui/fact.js';
import { Sleeve } from '../../ui/icons.js';
import { Line } from '../../ui/line.js';
import { Button, Said, Title } from '../../ui/parts.js';
import type { Offered } from '../use-deposit.js';
import type { Papers } from '../use-papers.js';
import { Chooser } from './chooser.js';
import { ChosenList } from './chosen-list.js';

/** What a name has room for, in UTF-8. */
const MAX_BYTES = 62;

const Facts = ({ look, words }: { readonly look: Offered; readonly words: DepositWords }) => {
  const { from, purpose, exp } = look.card;
  return (
    <dl class="facts">
      {from !== '' && (
        <Fact icon="building" term={words.askedOf}>
          <Said>{from}</Said>
        </Fact>
      )}
      {purpose !== '' && (
        <Fact icon="speech" term={words.whatFor}>
          <Said>{purpose}</Said>
        </Fact>
      )}
      <Fact icon="clock" term={words.until}>
        {moment(words.language, exp, Date.now())}
      </Fact>
      <Fact icon="file" term={words.takes}>
        {words.papersLeft(look.papersLeft)}
      </Fact>
    </dl>
  );
};

interface OfferProps {
  readonly look: Offered;
  readonly papers: Papers;
  readonly words: DepositWords;
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly onSend: () => void;
}

/** The files that were chosen, who leaves them, and the button that sends them. */
const ChosenForm = ({
  papers: { all, remove, sendable },
  words,
  name,
  onName,
  onSend,
}: Omit<OfferProps, 'look'>) => {
  const tooLong = utf8(name.trim()).length > MAX_BYTES;
  const busy = all.some(({ state }) => state === 'checking');
  return (
    <form
      class="chosen"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && !tooLong && sendable > 0) onSend();
      }}
    >
      <ChosenList papers={all} words={words} onRemove={remove} />
      {sendable > 0 && (
        <Line
          id="leaver"
          label={words.nameLabel}
          value={name}
          filled="organization"
          hint={words.nameHint}
          fault={tooLong ? words.nameTooLong : ''}
          onType={onName}
        />
      )}
      {sendable > 0 || busy ? (
        <Button look="main" type="submit" icon="send" busy={busy || tooLong}>
          {words.send(sendable)}
        </Button>
      ) : (
        <p class="told" role="status">
          {words.nothingYet}
        </p>
      )}
    </form>
  );
};

/** For whom papers are taken until when, and the way to choose them. */
export const Offer = (props: OfferProps) => {
  const { look, papers, words } = props;
  const { all, add } = papers;
  const { to } = look.card;
  return (
    <section class="card middle offer">
      <Sleeve papers={Math.min(all.length, 3)} />
      {to === '' ? (
        <Title>{words.papersForSomeone}</Title>
      ) : (
        <Title>
          {words.papersFor} <Said>{to}</Said>
        </Title>
      )}
      <Facts look={look} words={words} />
      <Chooser
        words={words}
        maxBytes={Math.min(look.maxPaperBytes, look.bytesLeft)}
        first={all.length === 0}
        onFiles={add}
      />
      {all.length > 0 && <ChosenForm {...props} />}
    </section>
  );
};
