// One page of the reference, in the order of the reader's questions: what happened, is it over, who must act, what to
// do; then the detail; the sources last. A part that has nothing to say is not there.

import { element } from '../../element';
import type { ReferencePage, Words } from '../messages';

const samplesAtOnce = 4;

interface Links {
  open(entry: string): void;
  openOutside(url: string): void;
}

export function article(page: ReferencePage, words: Words, links: Links): HTMLElement {
  const { permanence } = page;
  const facts = [
    permanence ? element('span', { class: `mark ${permanence}` }, words.permanence[permanence]) : '',
    page.reasonTitle ? element('span', {}, words.reason.replace('{0}', page.reasonTitle)) : '',
    page.speaker ? element('span', {}, words.speaker.replace('{0}', page.speaker)) : '',
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
    ...part(words.meaning, page.meaning ? [element('p', {}, page.meaning)] : []),
    ...part(words.actions, page.actions.length ? [actions(page)] : []),
    ...part(words.causes, bullets(page.causes)),
    ...part(words.readings, readings(page)),
    ...part(words.notes, bullets(page.notes)),
    ...part(words.samples, samples(page, words)),
    ...part(words.formerly, bullets(page.formerly)),
    ...part(words.see, see(page, words, links)),
    ...part(words.sources, sources(page, links)),
    ...(page.evidence ? [element('p', { class: 'evidence' }, page.evidence)] : []),
  );
}

function part(title: string, content: HTMLElement[]): HTMLElement[] {
  return content.length ? [element('section', {}, element('h2', {}, title), ...content)] : [];
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

function see({ see: rows }: ReferencePage, words: Words, links: Links): HTMLElement[] {
  const lines = rows.map((row) => {
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
