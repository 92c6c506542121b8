import { useState } from 'preact/hooks';
import { utf8 } from '../../../core/bytes.js';
import type { AgencyWords } from '../../i18n/agency/words.js';
import { Icon } from '../../ui/icons.js';
import { Line } from '../../ui/line.js';
import { Button, Told } from '../../ui/parts.js';

/** What a receipt has room for, in UTF-8. */
const MAX_BYTES = 62;

/** Lets whoever opened the link say their name to the person. */
export const Receipt = ({
  words,
  onSend,
}: {
  readonly words: AgencyWords;
  readonly onSend: (name: string) => Promise<void>;
}) => {
  const [name, setName] = useState('');
  const [state, setState] = useState<'ready' | 'busy' | 'sent' | 'failed'>('ready');
  const tooLong = utf8(name.trim()).length > MAX_BYTES;
  const send = async (): Promise<void> => {
    if (state === 'busy' || tooLong || name.trim() === '') return;
    setState('busy');
    await onSend(name).then(
      () => setState('sent'),
      () => setState('failed'),
    );
  };
  return (
    <section class="card receipt" aria-labelledby="receipt-title">
      <h2 id="receipt-title">{words.receiptTitle}</h2>
      {state !== 'sent' && (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <Line
            id="agency-name"
            label={words.receiptLabel}
            value={name}
            filled="organization"
            hint={words.receiptText}
            fault={tooLong ? words.receiptTooLong : ''}
            onType={setName}
          >
            <p class="fault" role="alert">
              {state === 'failed' ? words.receiptFailed : ''}
            </p>
          </Line>
          <Button type="submit" busy={state === 'busy'}>
            {words.receiptSend}
          </Button>
        </form>
      )}
      <div class="receipt-sent">
        {state === 'sent' && <Icon name="check" />}
        <Told tone="good" text={state === 'sent' ? words.receiptSent : ''} />
      </div>
    </section>
  );
};
