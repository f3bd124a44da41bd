// "I have a code, or a whole reply, from somewhere else: what does it mean?" A quick pick over the whole catalogue;
// what is pasted into it is explained by the engine as the first item.
import * as vscode from 'vscode';
import {
  type ExplainParams,
  type Explanation,
  explainRequest,
  type IndexResult,
  type IndexRow,
  indexRequest,
  type SearchParams,
  type SearchResult,
  searchRequest,
} from '../../server/src/lsp/protocol';
import type { Server } from './server';
import type { ReferencePanels } from './webviews/reference/panel';

interface Item extends vscode.QuickPickItem {
  entry?: string | null;
}

/** So long after the last keystroke the text is explained, in milliseconds. */
const pause = 120;
const nearAtMost = 10;

export async function lookUpCode(server: Server, reference: ReferencePanels, text: string): Promise<void> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = vscode.l10n.t('Look Up Code');
  pick.placeholder = vscode.l10n.t('A code (550, 5.1.1), a reply or a whole log line, or words');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  let pages: Item[] = [];
  let latest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const explain = async () => {
    const turn = ++latest;
    const value = pick.value.trim();
    const answer = value ? await explanation(server, value) : undefined;
    const near = answer?.entry === null ? await nearPages(server, value) : [];
    // An answer to what has been typed over since is of no use.
    if (turn !== latest) return;
    pick.busy = false;
    pick.items = answer ? [answer, ...near, ...pages] : pages;
    if (answer) pick.activeItems = [answer];
  };
  pick.onDidChangeValue(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void explain(), pause);
  });
  pick.onDidAccept(() => {
    const [chosen] = pick.activeItems;
    if (!chosen?.entry) return;
    pick.hide();
    void reference.open(chosen.entry);
  });
  pick.onDidHide(() => {
    clearTimeout(timer);
    latest++;
    pick.dispose();
  });
  pick.value = text;
  pick.show();
  try {
    pages = pagesOf(await server.ask<IndexResult>(indexRequest, {}));
  } catch (error) {
    server.output.error(String(error));
  }
  await explain();
}

function pagesOf(index: IndexResult | undefined): Item[] {
  return (index?.groups ?? []).flatMap((group) => [
    { label: group.title, kind: vscode.QuickPickItemKind.Separator },
    ...group.entries.map(item),
  ]);
}

function item(row: IndexRow): Item {
  return {
    label: row.code ? `${row.code}  ${row.title}` : row.title,
    description: [row.speaker, row.reasonTitle, permanence(row.permanence)].filter(Boolean).join(' · '),
    entry: row.entry,
  };
}

/** Where nothing fits as a reply, the pages that a search finds, typing errors allowed; the pick's own filter allows none. */
async function nearPages(server: Server, query: string): Promise<Item[]> {
  const params: SearchParams = { query, limit: nearAtMost };
  const found = await server.ask<SearchResult>(searchRequest, params).catch(() => undefined);
  return (found?.entries ?? []).map((row) => ({ ...item(row), alwaysShow: true }));
}

async function explanation(server: Server, text: string): Promise<Item | undefined> {
  const params: ExplainParams = { text };
  const found = await server.ask<Explanation>(explainRequest, params).catch(() => undefined);
  if (!found) return undefined;
  const codes = [found.reply, found.enhanced].filter(Boolean).join(' ');
  if (!found.entry)
    return {
      label: `$(question) ${vscode.l10n.t('Nothing in the catalogue fits')}`,
      description: codes,
      alwaysShow: true,
      entry: null,
    };
  return {
    label: `$(lightbulb) ${codes ? `${codes}  ${found.title}` : found.title}`,
    description: [found.provider, permanence(found.permanence)].filter(Boolean).join(' · '),
    detail: found.meaning,
    alwaysShow: true,
    entry: found.entry,
  };
}

function permanence(value: IndexRow['permanence']): string {
  if (value === 'permanent') return vscode.l10n.t('permanent');
  if (value === 'temporary') return vscode.l10n.t('temporary');
  return value === 'success' ? vscode.l10n.t('success') : '';
}
