import type { DeskWords } from '../../i18n/desk/words.js';
import { Button } from '../../ui/parts.js';
import type { TrainingEntrance } from './use-training.js';

/** The way to invented people. */
export const StartTraining = ({
  words,
  entrance: { busy, fault, begin },
}: {
  readonly words: DeskWords;
  readonly entrance: TrainingEntrance;
}) => (
  <div class="start-training">
    <p class="soft" role="status">
      {busy ? words.wait : words.training.text}
    </p>
    <p class="fault" role="alert">
      {fault}
    </p>
    <Button icon="person" busy={busy} onPress={begin}>
      {words.training.start}
    </Button>
  </div>
);
