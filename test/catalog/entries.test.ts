// Is every entry found by one id, does it say what to do and where it comes from, and does all that it points to exist?
import { describe, expect, test } from 'vitest';
import { compareIds, idOf, inOrder } from '../../catalog/schema/order.mjs';
import { entries, families, files, idsOf, problem, reasons, sources, speakers } from './catalogue.ts';

const known = new Set(entries.flatMap(idsOf));
const reasonIds = new Set<string>(reasons.map(({ id }) => id));

describe('ids', () => {
  test('no id stands for two entries', () => {
    const first = new Map<string, string>();
    const twice: string[] = [];
    for (const entry of entries) {
      for (const id of idsOf(entry)) {
        const other = first.get(id);
        if (other) twice.push(problem(entry, `${id} is already an entry of catalog/${other}`));
        first.set(id, entry.file);
      }
    }
    expect(twice).toEqual([]);
  });

  test('a code and its id agree', () => {
    const wrong = entries.flatMap((entry) => {
      const { code } = entry as { code?: string };
      const kind = /^codes\/(reply|legacy)\.json$/.exec(entry.file)?.[1];
      return kind && entry.name !== `${kind}/${code}` ? [problem(entry, `its code is ${code}`)] : [];
    });
    expect(wrong).toEqual([]);
  });

  test("words that anyone may say are phrase/…, a speaker's are <speaker>/…", () => {
    const wrong = entries.flatMap((entry) => {
      if (entry.file.startsWith('codes/')) return [];
      const speaker = speakers.find(({ path }) => path === entry.file)?.speaker.id ?? 'phrase';
      return entry.name.startsWith(`${speaker}/`)
        ? []
        : [problem(entry, `the id must begin with ${speaker}/`)];
    });
    expect(wrong).toEqual([]);
  });

  test("a speaker's file is named after it and lies in the folder of its kind", () => {
    const wrong = speakers.flatMap(({ path, speaker }) =>
      path === `${speaker.kind}s/${speaker.id}.json`
        ? []
        : [`catalog/${path}: ${speaker.kind} ${speaker.id}`],
    );
    expect(wrong).toEqual([]);
    const ids = speakers.map(({ speaker }) => speaker.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index, 'speakers met twice')).toEqual([]);
  });
});

describe('what an entry must have', () => {
  test('sources that stand in sources.json, at least one', () => {
    const wrong = entries.flatMap((entry) => {
      if (!entry.sources?.length) return [problem(entry, 'no source')];
      return entry.sources
        .filter((id) => !(id in sources))
        .map((id) => problem(entry, `unknown source ${id}`));
    });
    for (const { path, speaker } of speakers) {
      for (const id of speaker.sources)
        if (!(id in sources)) wrong.push(`catalog/${path}: unknown source ${id}`);
    }
    for (const reason of reasons) {
      for (const id of reason.sources) {
        if (!(id in sources)) wrong.push(`catalog/reasons.json, ${reason.id}: unknown source ${id}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('more than hearsay where it claims to be documented', () => {
    const hearsay = new Set(['operators', 'reference-2010', 'observed']);
    const wrong = entries.filter(
      (entry) => entry.evidence === 'documented' && entry.sources.every((id) => hearsay.has(id)),
    );
    expect(wrong.map((entry) => problem(entry, `documented by ${entry.sources.join(', ')} alone`))).toEqual(
      [],
    );
  });

  test('an action, in every class of an enhanced code too', () => {
    const wrong = entries.flatMap((entry) => {
      const lists = [entry.actions, ...Object.values(entry.classes ?? {}).map((one) => one.actions)];
      return lists.some((list) => list && !list.length) || !entry.actions?.length
        ? [problem(entry, 'no action')]
        : [];
    });
    for (const { id, actions } of reasons)
      if (!actions.length) wrong.push(`catalog/reasons.json, ${id}: no action`);
    expect(wrong).toEqual([]);
  });

  test('reasons that stand in reasons.json', () => {
    const wrong = entries.flatMap((entry) => {
      const named = [
        entry.reason,
        ...Object.values(entry.classes ?? {}).map((one) => one.reason),
        ...(entry.readings ?? []).map((one) => one.reason),
        ...Object.values((entry as { reasonByPhase?: Record<string, string> }).reasonByPhase ?? {}),
      ];
      return named
        .filter((id) => id !== undefined && !reasonIds.has(id))
        .map((id) => problem(entry, `unknown reason ${id}`));
    });
    expect(wrong).toEqual([]);
  });

  test('cross references that lead somewhere else', () => {
    const wrong = entries.flatMap((entry) =>
      (entry.see ?? []).flatMap((id) => {
        if (!known.has(id)) return [problem(entry, `see ${id}: there is no such entry`)];
        return idsOf(entry).length === 1 && idsOf(entry)[0] === id
          ? [problem(entry, 'see leads to itself')]
          : [];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('samples that hold the words of their pattern', () => {
    const plain = (text: string) => text.toLowerCase().replace(/\s+/g, ' ');
    const wrong = entries.flatMap((entry) =>
      (entry.patterns ?? []).flatMap(({ text, sample }) => {
        let from = 0;
        for (const piece of text?.split('<gap>') ?? []) {
          const at = plain(sample).indexOf(plain(piece).trim(), from);
          if (at < 0) return [problem(entry, `"${piece.trim()}" is not in the sample "${sample}"`)];
          from = at + plain(piece).trim().length;
        }
        return [];
      }),
    );
    expect(wrong).toEqual([]);
  });
});

test('every reason belongs to a family, and every family has a reason', () => {
  const ids = families.map(({ id }) => id);
  expect(reasons.filter(({ family }) => !ids.includes(family)).map(({ id }) => id)).toEqual([]);
  expect(ids.filter((id) => !reasons.some(({ family }) => family === id))).toEqual([]);
});

describe('canonical order', () => {
  test('numbers count as numbers, and a class stands behind its numbers', () => {
    const ids = ['X.1.10', 'X.1.2', 'X.1', 'reply/4yz', 'reply/499', 'reply/500', 'reply/451'];
    const sorted = ['reply/451', 'reply/499', 'reply/4yz', 'reply/500', 'X.1', 'X.1.2', 'X.1.10'];
    expect([...ids].sort(compareIds)).toEqual(sorted);
  });

  test.each(files)('catalog/$path', ({ content }) => {
    const names = (all: unknown) => {
      const { entries: list } = all as { entries?: { id?: string; code?: string }[] };
      return list ? list.map(idOf) : Object.keys(all as object);
    };
    const advice = 'run: node catalog/schema/order.mjs && npx biome check --write catalog';
    expect(names(content), advice).toEqual(names(inOrder(content)));
  });
});
