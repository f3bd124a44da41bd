// One page of the reference, in the order of the reader's questions: what happened, is it over, who must act, what to
// do; then the detail; the sources last. A part that has nothing to say is not there.

import { element } from '../../element';
import type { IndexRow, ReferencePage, Words } from '../messages';

const samplesAtOnce = 4;
const rowsAtOnce = 12;

interface Links {
  open(entry: string): void;
  openOutside(url: string): void;
}

export function article(page: ReferencePage, words: Words, links: Links): HTMLElement {
  const { permanence } = page;
  const facts = [
    permanence ? element('span', { class: `mark ${permanence}` }, words.permanence[permanence]) : '',
    page.reasonTitle && page.reasonTitle !== page.title
      ? fact(words.reason, page.reasonTitle, page.reasonPage, links)
      : '',
    page.speaker ? fact(words.speaker, page.speaker, page.speakerPage, links) : '',
  ].filter(Boolean);
  return element(
    'article',
    {},
    element(
      'h1',
      { tabindex: -1 },
      ...(page.code ? [element('span', { class: 'code' }, page.code), ' '] : []),
      page.title,
    ),
    element('p', { class: 'facts' }, ...facts),
    ...part('meaning', words.meaning, page.meaning ? [element('p', {}, page.meaning)] : []),
    ...part('actions', words.actions, page.actions.length ? [actions(page)] : []),
    ...part('causes', words.causes, bullets(page.causes)),
    ...part('readings', words.readings, readings(page)),
    ...part('notes', words.notes, bullets(page.notes)),
    ...part('samples', words.samples, samples(page, words)),
    ...part('formerly', words.formerly, bullets(page.formerly)),
    ...part('see', words.see, rows(page.see, words, links)),
    ...page.groups.flatMap((group, index) =>
      part(`group-${index + 1}`, group.title, many(group.entries, words, links)),
    ),
    ...part('sources', words.sources, sources(page, links)),
    ...(page.evidence ? [element('p', { class: 'evidence' }, page.evidence)] : []),
  );
}

/** @param anchor by which a link leads to this part: `enhanced/5.1.1#causes` */
function part(anchor: string, title: string, content: HTMLElement[]): HTMLElement[] {
  return content.length ? [element('section', { id: anchor }, element('h2', {}, title), ...content)] : [];
}

function bullets(sentences: readonly string[]): HTMLElement[] {
  if (sentences.length < 2) return sentences.map((each) => element('p', {}, each));
  return [element('ul', {}, ...sentences.map((each) => element('li', {}, each)))];
}

function actions(page: ReferencePage): HTMLElement {
  const pairs = page.actions.flatMap((each) => [
    element('dt', {}, each.whoTitle),
    element('dd', {}, each.do),
  ]);
  return element('dl', {}, ...pairs);
}

function readings({ readings: all }: ReferencePage): HTMLElement[] {
  const lines = all.map(({ title, reasonTitle, when }) => {
    const reason = reasonTitle && reasonTitle !== title ? ` (${reasonTitle})` : '';
    return element('li', {}, element('strong', {}, title), `${reason}${when ? ` – ${when}` : ''}`);
  });
  return lines.length ? [element('ul', {}, ...lines)] : [];
}

/** A few are enough to recognise a reply by; the others unfold. */
function samples({ samples: all }: ReferencePage, words: Words): HTMLElement[] {
  const lines = all.map((sample) => element('pre', {}, element('code', {}, sample)));
  const more = lines.splice(samplesAtOnce);
  if (!more.length) return lines;
  const label = words.moreSamples.replace('{0}', String(more.length));
  return [...lines, element('details', {}, element('summary', {}, label), ...more)];
}

/** `Reason: Mailbox full`, the name a link to the page of all that has this reason. */
function fact(words: string, name: string, page: string | null, links: Links): HTMLElement {
  if (page === null) return element('span', {}, words.replace('{0}', name));
  const [before, behind] = words.split('{0}');
  const link = element('button', { type: 'button', class: 'link', click: () => links.open(page) }, name);
  return element('span', {}, before ?? '', link, behind ?? '');
}

/** The first of many; the others unfold. */
function many(all: readonly IndexRow[], words: Words, links: Links): HTMLElement[] {
  if (all.length <= rowsAtOnce + 2) return rows(all, words, links);
  const rest = all.slice(rowsAtOnce);
  const label = words.moreSamples.replace('{0}', String(rest.length));
  return [
    ...rows(all.slice(0, rowsAtOnce), words, links),
    element('details', {}, element('summary', {}, label), ...rows(rest, words, links)),
  ];
}

function rows(all: readonly IndexRow[], words: Words, links: Links): HTMLElement[] {
  const lines = all.map((row) => {
    const label = row.code ? `${row.code} ${row.title}` : row.title;
    const link = element(
      'button',
      { type: 'button', class: 'link', click: () => links.open(row.entry) },
      label,
    );
    const facts = [row.speaker, row.permanence && words.permanence[row.permanence]].filter(Boolean);
    return element('li', {}, link, ...facts.map((fact) => ` · ${fact}`));
  });
  return lines.length ? [element('ul', {}, ...lines)] : [];
}

function sources({ sources: all }: ReferencePage, links: Links): HTMLElement[] {
  const lines = all.map(({ title, publisher, url }) => {
    const name = url ? outside(title, url, links) : title;
    return element('li', {}, name, publisher && publisher !== title ? ` · ${publisher}` : '');
  });
  return lines.length ? [element('ul', {}, ...lines)] : [];
}

/** A real link, so that it can be copied; the panel opens it, and only if a source of a page has this address. */
function outside(title: string, url: string, links: Links): HTMLElement {
  const follow = (event: Event) => {
    event.preventDefault();
    links.openOutside(url);
  };
  return element('a', { href: url, title: url, click: follow }, title);
}
