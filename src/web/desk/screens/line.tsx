/** One line to type into. */
export const Line = ({
  id,
  label,
  value,
  longest = 60,
  onType,
}: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly longest?: number;
  readonly onType: (text: string) => void;
}) => (
  <div class="field">
    <label for={id}>{label}</label>
    <input
      id={id}
      type="text"
      dir="auto"
      autocomplete="off"
      spellcheck={false}
      maxLength={longest}
      value={value}
      onInput={({ currentTarget }) => onType(currentTarget.value)}
    />
  </div>
);
