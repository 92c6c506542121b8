import { Said } from '../ui/parts.js';

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
