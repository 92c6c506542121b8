// Written so that any Node that knows modules can read it: its one task is to refuse politely.
const MAJOR = 20;
const MINOR = 19;

export const checkNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) return;
  process.stderr.write(
    `Pochette needs Node ${MAJOR}.${MINOR} or later, and this is ${process.version}. ` +
      'Install a newer one from https://nodejs.org and start again.\n',
  );
  process.exit(1);
};
