import { addPaper } from '../../src/client/add.js';
import { binPaper } from '../../src/client/bin.js';
import { history } from '../../src/client/history.js';
import { listPapers } from '../../src/client/papers.js';
import { loadSafe } from '../../src/client/safe.js';
import { listVersions } from '../../src/client/versions.js';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { wrapSafeKey } from '../../src/core/protocol/safe-keys.js';
import t from 'tap';
import {
  flip,
  type List,
  type Log,
  overhear,
  refusing,
  ROUTES,
  type Safes,
  someSafes,
  sure,
  type Versions,
} from '../helpers/cheating.js';
import { paperOf } from '../helpers/device.js';
import { changing, type Meddle } from '../helpers/meddling.js';

const { own, stranger, doc, binned, foreign } = await someSafes(t);
const { session } = own;
const refused = refusing(own);

const onList = (change: (list: List) => void) => changing<List>(ROUTES.list, change);
/** Two papers that are not in the bin. */
const pair = ({ papers }: List) => {
  const [a, b] = papers.filter(({ binnedAt }) => binnedAt === null);
  return { a: sure(a), b: sure(b) };
};
const swap = (field: 'manifest' | 'wrappedKey' | 'metadata') =>
  onList((list) => {
    const { a, b } = pair(list);
    [a[field], b[field]] = [b[field], a[field]];
  });
const only = ({ safes }: Safes) => sure(safes[0]);
const onVersions = (change: (versions: Versions['versions']) => void) =>
  changing<Versions>(ROUTES.versions, ({ versions }) => change(versions));
const onPaper = (change: (paper: List['papers'][number]) => void) => onList((list) => change(pair(list).a));

t.test('a list in which anything was swapped, dropped or made up is not shown at all', async (t) => {
  const versions = await overhear<Versions>(own, ROUTES.versions, () => listVersions(session, doc));
  const theirs = await overhear<List>(stranger, ROUTES.list, () => listPapers(stranger.session));
  const cases: Record<string, Meddle> = {
    'manifests of two papers swapped': swap('manifest'),
    'keys of two papers swapped': swap('wrappedKey'),
    'metadata of two papers swapped': swap('metadata'),
    'a manifest altered': onPaper((one) => void (one.manifest = flip(one.manifest))),
    'a key altered': onPaper((one) => void (one.wrappedKey = flip(one.wrappedKey))),
    'metadata altered': onPaper((one) => void (one.metadata = flip(one.metadata))),
    'metadata that are no bytes': onPaper((one) => void (one.metadata = '!')),
    'another size': onPaper((one) => void (one.contentBytes += 1)),
    'a thumbnail denied': onPaper((one) => void (one.thumbnailBytes = null)),
    'a paper shown under another id': onPaper((one) => void (one.doc = foreign)),
    'an older version shown as the newest': onList(({ papers }) => {
      Object.assign(sure(papers.find((one) => one.doc === doc)), versions.versions[0]);
    }),
    'a paper dropped': onList(({ papers }) => void papers.pop()),
    'a paper shown twice': onList(({ papers }) => void papers.push(sure(papers[0]))),
    'a paper of somebody else slipped in': onList(({ papers }) => void papers.push(sure(theirs.papers[0]))),
    'a paper shown as binned': onPaper((one) => void (one.binnedAt = 1)),
    'a binned paper shown as not binned': onList(({ papers }) => {
      sure(papers.find((one) => one.doc === binned)).binnedAt = null;
    }),
    'a paper said to be expired': onList(({ papers, expired }) => {
      const gone = sure(papers.pop());
      expired.push({ doc: gone.doc, ver: gone.ver, manifest: 'ab'.repeat(32) });
    }),
    'everything dropped': onList(({ papers }) => void (papers.length = 0)),
    'pages that never end': onList((list) => void (list.next = '0'.repeat(32))),
    'a time that no calendar holds': onPaper((one) => void (one.binnedAt = 8.64e15 + 1)),
    'a field too many': onPaper((one) => void Object.assign(one, { name: 'x' })),
  };
  await refused(t, cases, () => listPapers(session));
});

t.test('a list or a history that begins again and again is given up at once', async (t) => {
  const asked = (path: RegExp) => own.device.transport.requests.filter((one) => path.test(one.path)).length;
  const list = await overhear<List>(own, ROUTES.list, () => listPapers(session));
  const last = sure(
    list.papers
      .map(({ doc }) => doc)
      .sort()
      .at(-1),
  );
  let turns = 0;
  session.state = undefined;
  let before = asked(/\/documents$/);
  own.device.transport.meddle = onList((page) => {
    Object.assign(page, list, { next: ++turns < 20 ? last : null });
  });
  await t.rejects(listPapers(session), { code: 'damaged' });
  t.equal(asked(/\/documents$/) - before, 2);
  own.device.transport.meddle = undefined;
  const log = await overhear<Log>(own, ROUTES.log, () => history(session));
  turns = 0;
  before = asked(/\/log$/);
  own.device.transport.meddle = changing<Log>(ROUTES.log, () => ({ ...log, more: ++turns < 20 }));
  await t.rejects(history(session), { code: 'rolled_back' });
  t.equal(asked(/\/log$/) - before, 2);
  own.device.transport.meddle = undefined;
});

t.test('a paper that was put into the bin just now cannot have expired there', async (t) => {
  const { doc: mine } = await addPaper(session, paperOf(Buffer.from('mine')));
  await listPapers(session);
  await binPaper(session, [mine]);
  const manifest = toHex(sure((await listPapers(session)).binned.find((one) => one.doc === mine)).hash);
  const gone = onList(({ papers, expired }) => {
    const at = papers.findIndex((one) => one.doc === mine);
    expired.push(...papers.splice(at, 1).map(({ ver }) => ({ doc: mine, ver, manifest })));
  });
  await refused(t, { gone }, () => listPapers(session), 'rolled_back');
});

t.test('a safe whose head, keys or categories were altered is not opened', async (t) => {
  const onSafe = (change: (safe: Safes['safes'][number]) => void) =>
    changing<Safes>(ROUTES.safes, (safes) => change(only(safes)));
  const theirs = only(await overhear<Safes>(stranger, ROUTES.safes, () => listPapers(stranger.session)));
  const rootKey = sure((await loadSafe(session)).keys[0]);
  const cases: Record<string, Meddle> = {
    'a head altered': onSafe((safe) => void (safe.head = flip(safe.head))),
    'a head of another safe': onSafe((safe) => void (safe.head = theirs.head)),
    'a root key altered': onSafe((safe) => {
      safe.epochs = safe.epochs.map((one) => ({ ...one, wrappedKey: flip(one.wrappedKey) }));
    }),
    'a root key wrapped anew': onSafe(({ epochs }) => {
      sure(epochs[0]).wrappedKey = toBase64Url(wrapSafeKey(session.account, session.safe, 1, rootKey));
    }),
    'a root key of another safe': onSafe((safe) => void (safe.epochs = theirs.epochs)),
    'a key epoch added': onSafe(({ epochs }) => {
      epochs.push({ ...sure(epochs[0]), epoch: 2, wrappedPrevious: sure(epochs[0]).wrappedKey });
    }),
    'no key at all': onSafe((safe) => void (safe.epochs = [])),
    'a category renamed': onSafe(({ categories }) => {
      sure(categories[0]).wrappedName = flip(sure(categories[0]).wrappedName);
    }),
    'a category of another safe': onSafe((safe) => void (safe.categories = theirs.categories)),
    'another safe in its place': changing<Safes>(ROUTES.safes, () => ({ safes: [theirs] })),
    'a category hidden': onSafe((safe) => void (safe.categories = [])),
  };
  await refused(t, cases, () => listPapers(session));
});

t.test('a version that is missing or out of place is noticed', async (t) => {
  const cases = {
    'the first dropped': onVersions((versions) => void versions.shift()),
    'the newest dropped': onVersions((versions) => void versions.pop()),
    'two exchanged': onVersions((versions) => void versions.push(sure(versions.shift()))),
    none: onVersions((versions) => void (versions.length = 0)),
  };
  await refused(t, cases, () => listVersions(session, doc));
});
