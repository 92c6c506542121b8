import fc from 'fast-check';
import sharp from 'sharp';
import t from 'tap';
import { dossierTools } from '../../src/cli/dossier-tools.js';
import { fitOne, fitTogether, pageable } from '../../src/client/dossier/fit.js';
import { dossierFiles, dossierPdf, type Making } from '../../src/client/dossier/make.js';
import { type Candidate, matchDossier } from '../../src/client/dossier/match.js';
import { dossierFileName, dossierName } from '../../src/client/dossier/names.js';
import { examine } from '../../src/client/intake/intake.js';
import { sniff } from '../../src/client/intake/sniff.js';
import { dossierOf, type Portal } from '../../src/core/dossiers.js';
import { sure } from '../helpers/cheating.js';
import { fixture, noise, tagged } from '../helpers/pictures.js';

const portal = (bytes: number): Portal => ({
  types: ['application/pdf', 'image/jpeg', 'image/png'],
  bytes,
});
const photo = async (width: number, height: number, quality = 90): Promise<Uint8Array> =>
  new Uint8Array(await noise(width, height).jpeg({ quality }).toBuffer());
const pages = (bytes: Uint8Array): number | undefined => examine(bytes, 'x.pdf').pages;
const LOCKED = fixture('awkward/password.pdf');

t.test('a paper that the portal takes stays what it is, byte for byte', async (t) => {
  for (const name of ['scans/scan-03-pages.pdf', 'awkward/screenshot.png', 'photos/photo-01.jpg']) {
    const bytes = fixture(name);
    const one = await fitOne(bytes, portal(9_000_000), dossierTools);
    t.ok(one.fits && one.bytes === bytes, name);
  }
});

t.test('what a portal does not take becomes what it takes', async (t) => {
  const webp = await fitOne(fixture('awkward/image.webp'), portal(2_000_000), dossierTools);
  t.match(webp, { fits: true, extension: 'jpg' });
  t.equal(sniff(webp.bytes), 'image/jpeg');
  const large = await photo(1600, 1600, 98);
  const small = await fitOne(large, portal(400_000), dossierTools);
  t.ok(large.length > 1_000_000 && small.fits && small.bytes.length <= 400_000, `${small.bytes.length}`);
});

t.test('what can not be made so is told, and never cut or thrown away', async (t) => {
  const locked = await fitOne(LOCKED, portal(9_000_000), dossierTools);
  t.match(locked, { fits: false, extension: 'pdf', bytes: LOCKED });
  const heavy = fixture('scans/scan-03-pages.pdf');
  t.match(await fitOne(heavy, portal(10_000), dossierTools), { fits: false, bytes: heavy });
  const apart = await fitTogether([await photo(50, 70), LOCKED], portal(9_000_000), dossierTools);
  t.equal(apart.length, 2);
  t.ok(apart.every(({ fits }) => !fits));
});

t.test('several papers for one piece become one PDF, no larger than the portal takes', async (t) => {
  const slips = [await photo(900, 1270), await photo(900, 1270), await photo(900, 1270)];
  const [whole, ...more] = await fitTogether(slips, portal(9_000_000), dossierTools);
  t.same(more, []);
  t.equal(pages(sure(whole).bytes), 3);
  for (const slip of slips) t.ok(Buffer.from(sure(whole).bytes).includes(Buffer.from(slip)), 'as it was');
  const [small] = await fitTogether(slips, portal(600_000), dossierTools);
  t.ok(sure(small).fits && sure(small).bytes.length <= 600_000);
  t.equal(pages(sure(small).bytes), 3);
});

t.test('a photo that only a note turns stands upright on its page', async (t) => {
  const turned = new Uint8Array(await tagged(noise(40, 24), 6).jpeg().toBuffer());
  const page = (await pageable(turned, dossierTools)) ?? new Uint8Array();
  const { width, height } = await sharp(turned)
    .autoOrient()
    .toBuffer({ resolveWithObject: true })
    .then(({ info }) => info);
  t.match(Buffer.from(page).toString('latin1'), `/Width ${width} /Height ${height}`);
  t.ok(height > width);
});

const paper = (id: string, kind: string): Candidate => ({ id, kind, expires: null, since: Date.now() });

const making = (
  papers: readonly Candidate[],
  bytes: Readonly<Record<string, Uint8Array>>,
): Making<Candidate> => {
  const dossier = sure(dossierOf('rsa'));
  return {
    matched: matchDossier(dossier, papers, { work: true, foreign: true }, '2026-11-27'),
    portal: dossier.portal,
    read: async ({ id }) => sure(bytes[id]),
    word: ({ piece }) => piece.id,
    tools: dossierTools,
  };
};

t.test(
  'each piece has its number, its word and its ending; a paper that serves twice is in two files and once in the PDF',
  async (t) => {
    const bytes = {
      permit: await photo(60, 40),
      address: fixture('scans/scan-03-pages.pdf'),
      a: await photo(30, 40),
      b: await photo(31, 40),
      locked: LOCKED,
    };
    const papers = [
      paper('permit', 'residence-permit'),
      paper('address', 'domiciliation'),
      paper('a', 'payslip'),
      paper('b', 'payslip'),
      paper('locked', 'tax-notice'),
    ];
    const names: string[] = [];
    for await (const { name } of dossierFiles(making(papers, bytes))) names.push(name);
    t.same(names, ['01-identity.jpg', '02-address.pdf', '03-stay.jpg', '04-pay.pdf', '05-tax.pdf']);
    const { bytes: pdf, left } = await dossierPdf(making(papers, bytes));
    t.equal(pdf && pages(pdf), 6);
    t.same(
      left.map(({ id }) => id),
      ['locked'],
    );
    t.equal((await dossierPdf(making([], {}))).bytes, null);
  },
);

t.test('names of files are such as portals and old machines bear', async (t) => {
  t.equal(dossierFileName(1, 'Carte d’identité', 'pdf'), '01-carte-identite.pdf');
  t.equal(dossierFileName(12, 'Aide médicale de l’État (AME)', 'jpg'), '12-aide-medicale-de-etat-ame.jpg');
  t.equal(dossierFileName(3, 'Bulletin de paie', 'pdf', 2), '03-bulletin-de-paie-2.pdf');
  t.equal(dossierFileName(1, 'بطاقة الهوية', 'pdf'), '01-بطاقة-الهوية.pdf');
  t.equal(dossierName('Logement social'), 'logement-social');
  t.equal(dossierName('؟؟'), 'dossier');
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 99 }),
      fc.string({ unit: 'grapheme', maxLength: 90 }),
      (at, word) => {
        const name = dossierFileName(at, word, 'pdf');
        return /^\d\d[^/\\:*?"<>|\s]*\.pdf$/u.test(name) && Buffer.byteLength(name) <= 255;
      },
    ),
  );
});
