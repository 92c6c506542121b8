import { PURPOSES, type Purpose } from '../../i18n/phone/consent/words.js';
import { KindPicture } from '../../ui/pictograms.js';
import { Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { parted } from '../parted.js';
import type { Saying } from './saying.js';
import type { Chosen, Who } from './way.js';

interface Props extends ScreenProps, Saying {
  readonly who: Who;
  readonly chosen: Chosen;
}

/** For what, in pictures: the receipt says it in words. */
export const Why = ({ app: { way }, said, who, chosen }: Props) => (
  <section class="screen">
    <Title>{said.why.title}</Title>
    <div class="kinds why">
      {PURPOSES.map((why) => (
        <button
          key={why}
          type="button"
          class="kind"
          onClick={() => way.go({ name: 'giveLong', who, chosen, why })}
        >
          <KindPicture kind={why} shelf={why === 'other' ? 'personal' : why} />
          <span>{parted(said.why[why])}</span>
        </button>
      ))}
    </div>
  </section>
);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** To the end of this day where the person is, an hour at least. */
const endOfToday = (now: number): number => Math.max(new Date(now).setHours(23, 59, 59, 0), now + HOUR);

const SPANS = [
  { name: 'today', until: endOfToday },
  { name: 'month', until: (now: number) => now + 31 * DAY },
  { name: 'half', until: (now: number) => now + 182 * DAY },
] as const;

/** For how long. */
export const Long = ({ app: { words, way }, said, who, chosen, why }: Props & { readonly why: Purpose }) => (
  <section class="screen">
    <Title>{words.show.howLong}</Title>
    <div class="choices spans">
      {SPANS.map(({ name, until }) => (
        <button
          key={name}
          type="button"
          class="choice"
          onClick={() => way.go({ name: 'giveYes', who, chosen, why, until: until(Date.now()) })}
        >
          {said.long[name]}
        </button>
      ))}
    </div>
  </section>
);
