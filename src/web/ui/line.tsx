import type { ComponentChildren } from 'preact';

/** How what is typed runs and begins. A code is no word: it runs from the left, in the letters that were typed. */
const RUNS = {
  name: { dir: 'auto', autocapitalize: 'words' },
  text: { dir: 'auto', autocapitalize: 'sentences' },
  code: { dir: 'ltr', autocapitalize: 'none' },
} as const;

interface LineProps {
  readonly id: string;
  readonly label: string;
  /** A screen whose title asks for it shows no second label. */
  readonly hidden?: boolean;
  readonly value: string;
  readonly of?: keyof typeof RUNS;
  /** In characters; as many as there are without. */
  readonly longest?: number;
  /** What a browser may fill in by itself: nothing, unless it is known of whoever sits there. */
  readonly filled?: 'off' | 'organization';
  /** Stands below, and is read with the label. */
  readonly hint?: string;
  /** What is wrong with what was typed. */
  readonly fault?: string;
  readonly onType: (text: string) => void;
  readonly children?: ComponentChildren;
}

/** One line to type into. Nothing of it is remembered, and no spelling is looked up: browsers ask others for that. */
export const Line = ({
  id,
  label,
  hidden = false,
  value,
  of = 'name',
  longest,
  filled = 'off',
  hint,
  fault,
  onType,
  children,
}: LineProps) => {
  const said = [fault !== undefined && `${id}-fault`, hint !== undefined && `${id}-hint`].filter(Boolean);
  return (
    <div class="field">
      <label class={hidden ? 'hidden-text' : undefined} for={id}>
        {label}
      </label>
      <input
        id={id}
        type="text"
        {...RUNS[of]}
        autocomplete={filled}
        spellcheck={false}
        maxLength={longest}
        value={value}
        aria-describedby={said.join(' ') || undefined}
        aria-invalid={fault ? 'true' : undefined}
        onInput={({ currentTarget }) => onType(currentTarget.value)}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} class="soft">
          {hint}
        </p>
      )}
      {fault !== undefined && (
        <p id={`${id}-fault`} class="fault" role="alert">
          {fault}
        </p>
      )}
      {children}
    </div>
  );
};
