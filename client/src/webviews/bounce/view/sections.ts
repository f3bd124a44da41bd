// What stands below the cards: the message, its way, the checks of its sender, the report's further fields, the readable text.
// What has nothing to say is not there.
import { element } from '../../element';
import type { BounceSummary, CheckedField, Fact, Place } from '../messages';
import { fold, type Page } from './page';
import { way } from './way';

export function sections(page: Page, summary: BounceSummary): HTMLElement[] {
  const { words } = page;
  const { kind, ways, checks } = summary;
  const own = summary.kind === 'none' || kind === 'auto-reply';
  const all: (HTMLElement | null)[] = [
    facts(page, own ? words.ownMessage : words.message, summary.message, true),
    facts(page, kind === 'bounce' ? words.report : words.allReport, summary.report, kind !== 'bounce'),
  ];
  for (const of of ['returned', 'message'] as const) {
    const [one] = ways.filter((each) => each.of === of);
    // Where the refused message's way is known, that of the notice matters less.
    const open = of === 'returned' || !ways.some((each) => each.of === 'returned');
    if (one) all.push(section(page, `way ${of}`, words.ways[of], open, [way(page, one)]));
    const fields = checks.filter((each) => each.of === of);
    const bearing = of === 'returned' && summary.bearing ? [element('p', {}, summary.bearing)] : [];
    if (fields.length > 0)
      all.push(
        section(
          page,
          `checks ${of}`,
          words.checks[of],
          of === 'returned' || !checks.some((each) => each.of === 'returned'),
          [...bearing, ...fields.map((field) => check(page, field))],
        ),
      );
  }
  all.push(texts(page, summary));
  if (summary.leftOut.length > 0)
    all.push(
      element(
        'section',
        {},
        element('h2', {}, words.leftOut),
        element('ul', {}, ...summary.leftOut.map((sentence) => element('li', {}, sentence))),
      ),
    );
  return all.filter((one) => one !== null);
}

function section(
  page: Page,
  name: string,
  title: string,
  open: boolean,
  content: readonly Node[],
): HTMLElement {
  return fold(page, name, open, element('h2', {}, title), content, 'section');
}

function facts(page: Page, title: string, all: readonly Fact[], open: boolean): HTMLElement | null {
  if (all.length === 0) return null;
  const { number, words, go } = page;
  const explained = all.some(({ meaning }) => meaning !== '');
  const rows = all.map(({ name, value, meaning, range }) => {
    const cells = [
      element('th', { scope: 'row' }, range ? jump(page, name, range) : name),
      element('td', { class: 'value' }, value),
    ];
    if (explained) cells.push(element('td', { class: 'meaning' }, meaning));
    return element('tr', {}, ...cells);
  });
  const heads = [words.field, words.value, ...(explained ? [words.meaning] : [])];
  const table = element(
    'table',
    { class: 'facts', 'aria-label': title },
    element(
      'thead',
      { class: 'unseen' },
      element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head))),
    ),
    element('tbody', {}, ...rows),
  );
  return section(page, `facts ${title}`, title, open, [table]);

  function jump(_page: Page, name: string, place: Place): HTMLElement {
    const label = words.showLine.replace('{0}', number.format(place.start.line + 1));
    return element(
      'button',
      { type: 'button', class: 'link', title: label, 'data-key': `${title} ${name}`, click: () => go(place) },
      name,
    );
  }
}

function check({ words, go, number }: Page, { label, title, rows, lines, range }: CheckedField): HTMLElement {
  const where = words.showLine.replace('{0}', number.format(range.start.line + 1));
  const heading = element(
    'h3',
    {},
    element('button', { type: 'button', class: 'link', title: where, click: () => go(range) }, label),
    ` – ${title}`,
  );
  const parts: HTMLElement[] = [heading];
  if (rows.length > 0) {
    const body = rows.map(({ method, result, domain, meaning, mark }) => {
      const kind = mark === 'pass' ? ' success' : mark === 'fail' ? ' permanent' : '';
      return element(
        'tr',
        {},
        element('th', { scope: 'row' }, method),
        element('td', {}, element('span', { class: `mark${kind}` }, result)),
        element('td', { class: 'domain' }, domain ?? ''),
        element('td', { class: 'meaning' }, meaning),
      );
    });
    const heads = [words.check, words.result, words.domain, words.meaning];
    parts.push(
      element(
        'table',
        { class: 'checks', 'aria-label': label },
        element(
          'thead',
          {},
          element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head))),
        ),
        element('tbody', {}, ...body),
      ),
    );
  }
  parts.push(...lines.map((line) => element('p', {}, line)));
  return element('div', { class: 'check' }, ...parts);
}

function texts(page: Page, { texts: all, kind }: BounceSummary): HTMLElement | null {
  if (all.length === 0) return null;
  const { words, number, go } = page;
  // The first text of a notice is what a person is to read; of a letter too.
  const first = all.findIndex(({ text, detail }) => text !== '' && detail !== '');
  const parts = all.map((one, index) => {
    const [from, to] = [number.format(one.line + 1), number.format(one.endLine + 1)];
    const where =
      from === to ? words.line.replace('{0}', from) : words.lines.replace('{0}', from).replace('{1}', to);
    const place = { start: { line: one.line, character: 0 }, end: { line: one.line, character: 0 } };
    const heading = element(
      'h3',
      {},
      one.title,
      element(
        'span',
        { class: 'hint' },
        [' ', one.detail, where].filter(Boolean).join(' · ').replace(' · ', ''),
      ),
    );
    const content = [
      ...(one.note ? [element('p', { class: 'note' }, one.note)] : []),
      ...(one.text ? [element('pre', {}, element('code', {}, one.text))] : []),
      element(
        'p',
        { class: 'buttons' },
        element('button', { type: 'button', class: 'more', click: () => go(place) }, words.show),
      ),
    ];
    return fold(page, `text ${index} ${one.title}`, index === first, heading, content, 'text');
  });
  return section(page, 'texts', words.texts, kind !== 'none' || all.length < 6, parts);
}
