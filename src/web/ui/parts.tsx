import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icons.js';

interface ButtonProps {
  readonly icon?: IconName;
  /** The one main action of a screen, one beside it, or a quiet one. */
  readonly look?: 'main' | 'side' | 'quiet';
  readonly type?: 'button' | 'submit';
  readonly busy?: boolean;
  /** There is nothing that it could do now. */
  readonly off?: boolean;
  /** Says more than the words on it, to whoever does not see what it stands beside. */
  readonly label?: string;
  readonly onPress?: () => void;
  readonly children: ComponentChildren;
}

/** Stays where it is while it works, so that nobody presses something else: it says that it is busy and does nothing. */
export const Button = ({
  icon,
  look = 'side',
  type = 'button',
  busy = false,
  off = false,
  label,
  onPress,
  children,
}: ButtonProps) => (
  <button
    type={type}
    class={`button ${look}`}
    aria-label={label}
    aria-disabled={busy || off ? 'true' : undefined}
    onClick={(event) => {
      if (busy || off) event.preventDefault();
      else onPress?.();
    }}
  >
    {icon && <Icon name={icon} />}
    <span>{children}</span>
  </button>
);

/** The title of a screen: gets the focus when the screen comes, so that a screen reader begins there. */
export const Title = ({ children }: { readonly children: ComponentChildren }) => {
  const title = useRef<HTMLHeadingElement>(null);
  // before anything is painted: who types at once types where they look
  useLayoutEffect(() => title.current?.focus({ preventScroll: false }), []);
  return (
    <h1 tabIndex={-1} ref={title}>
      {children}
    </h1>
  );
};

/** Text that somebody else wrote: it runs in its own direction and can't turn ours. */
export const Said = ({ children }: { readonly children: string }) => <bdi>{children}</bdi>;

/** A sentence with what somebody else wrote in the place of `{}`: that runs in its own direction. */
export const Filled = ({ text, name }: { readonly text: string; readonly name: string }) => {
  const [before = '', after] = text.split('{}');
  return (
    <>
      {before}
      {after !== undefined && <Said>{name}</Said>}
      {after}
    </>
  );
};

/** What is said without moving the focus. */
export const Told = ({
  text,
  tone = 'plain',
}: {
  readonly text: string;
  readonly tone?: 'plain' | 'good';
}) => (
  <p class={text === '' ? 'told empty' : `told ${tone}`} role="status">
    {text}
  </p>
);
