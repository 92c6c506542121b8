import { useEffect, useState } from 'preact/hooks';
import type { Told } from '../../../client/relay/few.js';
import type { Statistics } from '../../../client/relay/statistics.js';
import { statisticsSheets, type SheetWords } from '../../../client/relay/statistics-sheets.js';
import { csvOf } from '../../../client/sheets/csv.js';
import type { DeskWords } from '../../i18n/desk/words.js';
import { localesOf } from '../../i18n/language.js';
import { Button, Title } from '../../ui/parts.js';
import { saveFile } from '../../ui/save-file.js';
import type { Desk, ScreenProps } from '../app-context.js';
import { monthOf } from '../../i18n/days.js';
import { engine } from '../engine/engine.js';

const kindName = ({ kinds }: DeskWords, kind: string): string => kinds[kind as keyof typeof kinds] ?? kind;

const sheetWords = (words: DeskWords): SheetWords => ({
  ...words.statistics,
  kindName: (kind) => kindName(words, kind),
});

/** What is not told is said in small: it is no number. */
const Count = ({ words, told }: { readonly words: DeskWords; readonly told: Told }) => {
  const { few, kept } = words.statistics;
  if (told === 'few' || told === 'kept') return <td class="soft">{told === 'few' ? few : kept}</td>;
  return <td>{new Intl.NumberFormat(localesOf(words.language)).format(told)}</td>;
};

interface TableProps {
  readonly words: DeskWords;
  readonly found: Statistics;
}

const COLUMNS = ['people', 'newcomers', 'papers', 'dossiers'] as const;

const Months = ({ words, found }: TableProps) => {
  const said = words.statistics;
  return (
    <table class="numbers by-month">
      <caption>{said.months}</caption>
      <thead>
        <tr>
          <th scope="col">{said.month}</th>
          {COLUMNS.map((one) => (
            <th key={one} scope="col">
              {said[one]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {found.months.map((row) => (
          <tr key={row.month}>
            <th scope="row">{monthOf(words.language, row.month)}</th>
            {COLUMNS.map((one) => (
              <Count key={one} words={words} told={row[one]} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** One month's papers by kind; which month is chosen above. */
const Kinds = ({ words, found }: TableProps) => {
  const said = words.statistics;
  const [chosen, setChosen] = useState(0);
  const month = found.months[chosen]?.month ?? 0;
  return (
    <>
      <div class="field on-screen">
        <label for="month">{said.month}</label>
        <select
          id="month"
          value={String(chosen)}
          onChange={({ currentTarget }) => setChosen(currentTarget.selectedIndex)}
        >
          {found.months.map((one, i) => (
            <option key={one.month} value={String(i)}>
              {monthOf(words.language, one.month)}
            </option>
          ))}
        </select>
      </div>
      <table class="numbers">
        <caption>
          {said.kinds} · {monthOf(words.language, month)}
        </caption>
        <thead>
          <tr>
            <th scope="col">{said.kind}</th>
            <th scope="col">{said.papers}</th>
          </tr>
        </thead>
        <tbody>
          {found.kinds.map(({ kind, byMonth }) => (
            <tr key={kind}>
              <th scope="row">{kindName(words, kind)}</th>
              <Count words={words} told={byMonth[chosen] ?? 'few'} />
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
};

const useStatistics = ({ explain }: Desk, relay: string) => {
  const [found, setFound] = useState<Statistics | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    engine()
      .statistics(relay)
      .then(setFound, async (error: unknown) => setFault(await explain(error)));
  }, [relay]);
  return { found, fault };
};

/** The two ways out to a report, and paper. */
const Exports = ({ words, found }: TableProps) => {
  const { title } = words.statistics;
  const sheets = statisticsSheets(found, sheetWords(words));
  const saveCsv = (): void => {
    const rows = sheets.flatMap((sheet, i) => [...(i === 0 ? [] : [[]]), [sheet.name], ...sheet.rows]);
    saveFile(`${title}.csv`, csvOf(rows));
  };
  const saveXlsx = async (): Promise<void> => {
    const { xlsxOf } = await import('../../../client/sheets/xlsx.js');
    saveFile(`${title}.xlsx`, await xlsxOf(sheets));
  };
  const { download, print } = words.reading;
  return (
    <div class="row">
      <Button icon="download" onPress={() => void saveXlsx()}>
        {download} Excel
      </Button>
      <Button icon="download" onPress={saveCsv}>
        {download} CSV
      </Button>
      <Button icon="print" onPress={() => window.print()}>
        {print}
      </Button>
    </div>
  );
};

/** What was done at the relay, in numbers that name nobody. */
export const StatisticsScreen = ({ desk, relay }: ScreenProps & { readonly relay: string }) => {
  const { words } = desk;
  const said = words.statistics;
  const { found, fault } = useStatistics(desk, relay);
  const isEmpty = found?.months.length === 0;
  return (
    <section class="statistics">
      <header class="reading-head">
        <Button icon="back" onPress={() => desk.go({ name: 'relay' })}>
          {words.back}
        </Button>
        <Title>{said.title}</Title>
        <p class="soft">{said.text}</p>
      </header>
      <p class="fault" role="alert">
        {fault}
      </p>
      {found === null && fault === '' && <p role="status">{words.wait}</p>}
      {isEmpty && <p class="told">{said.none}</p>}
      {found && found.refused > 0 && <p class="told">{said.refused(found.refused)}</p>}
      {found && !isEmpty && (
        <>
          <Exports words={words} found={found} />
          <p class="print-title">
            {desk.relay?.name ?? words.team.title} · {said.title}
          </p>
          <section class="card part" tabIndex={0} aria-label={said.months}>
            <Months words={words} found={found} />
          </section>
          <section class="card part" tabIndex={0} aria-label={said.kinds}>
            {found.kinds.length === 0 ? (
              <p class="soft">{said.noKind}</p>
            ) : (
              <Kinds words={words} found={found} />
            )}
          </section>
          <p class="soft">{said.why}</p>
        </>
      )}
    </section>
  );
};
