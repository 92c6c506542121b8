import { Said } from '../../ui/parts.js';
import { TRAINING_CODE } from './cast.js';
import { useTraining } from './context.js';

/** On every screen of a training, above all covers; and across whatever is printed. */
export const Banner = () => {
  const training = useTraining();
  if (!training) return null;
  const { words } = training;
  return (
    <>
      <aside class="training-banner" aria-label={words.banner}>
        <strong>{words.banner}</strong>
        <span>
          <Said>{words.code(`${TRAINING_CODE.slice(0, 3)}\u00a0${TRAINING_CODE.slice(3)}`)}</Said>
        </span>
      </aside>
      <p class="print-stamp" aria-hidden="true">
        {words.stamp}
      </p>
    </>
  );
};
