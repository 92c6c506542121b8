import { useRef } from 'preact/hooks';
import { Icon, type IconName } from '../ui/icons.js';

interface PickProps {
  readonly icon: IconName;
  readonly label: string;
  readonly accept: string;
  readonly capture?: 'environment';
  readonly multiple?: true;
  readonly onPick: (files: readonly File[]) => void;
}

/** Files from the phone. The button stands for an input that looks different on every phone. */
export const Pick = ({ icon, label, accept, capture, multiple, onPick }: PickProps) => {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="pick" onClick={() => input.current?.click()}>
        <Icon name={icon} />
        <span>{label}</span>
      </button>
      <input
        ref={input}
        class="hidden-text"
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        accept={accept}
        {...(capture ? { capture } : {})}
        {...(multiple ? { multiple } : {})}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          if (files.length > 0) onPick(files);
        }}
      />
    </>
  );
};
