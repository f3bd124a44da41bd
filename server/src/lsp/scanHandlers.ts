// Which questions does an editor ask about files that it has not opened, and for the report? Registrations only; what is
// read stands in scans.ts, what the answers say in core/scan.
import type { CancellationToken } from 'vscode-languageserver';
import { looksLikeMessage } from '../core/mime/looksLikeMessage.ts';
import type { Aggregate } from '../core/scan/aggregate.ts';
import { DocumentReport } from '../core/scan/documentReport.ts';
import { exportReport } from '../core/scan/exportReport.ts';
import { reportView } from '../core/scan/reportView.ts';
import { rotatedName, siblingsOf } from '../core/text/siblings.ts';
import { faultSentence, isFault } from '../input/fault.ts';
import { cutPieces } from '../input/pieces.ts';
import { FileBytes } from './fileBytes.ts';
import { guarded, guardedEvent } from './guard.ts';
import type { Host } from './host.ts';
import type { LogParts } from './logHandlers.ts';
import type * as protocol from './protocol.ts';
import {
  exportReportRequest,
  openArchiveRequest,
  reportRequest,
  rotatedFilesRequest,
  scanClosedNotification,
  scanProgressNotification,
  scanRequest,
} from './protocol.ts';
import { Scans } from './scans.ts';
import { inSlices } from './slices.ts';

/** VS Code hands documents of up to 50 Mi characters to extensions. */
const editorTakes = 48 * 1024 * 1024;

/** A counted report and what was read for it. */
interface Counted {
  readonly aggregate: Aggregate;
  readonly files: protocol.ScannedFile[];
  readonly lines: number;
  readonly yearKnown: boolean;
}

export function serveScans(parts: LogParts, host: Host): Scans {
  const { connection, service, log } = parts;
  const files = new FileBytes(connection, host);
  const scans = new Scans(service, host, files, (progress) => {
    void connection.sendNotification(scanProgressNotification, progress);
  });
  const documents = new DocumentReports(parts);

  connection.onRequest(
    scanRequest,
    guarded<protocol.ScanParams, null>(log, scanRequest, null, async (params, token) => {
      await scans.run(params, token);
      return null;
    }),
  );
  connection.onRequest<protocol.RotatedFilesResult, never>(
    rotatedFilesRequest,
    guarded<protocol.RotatedFilesParams, protocol.RotatedFilesResult>(
      log,
      rotatedFilesRequest,
      { names: [] },
      ({ name, names }) => ({ names: name === null ? byLog(names) : siblingsOf(name, names) }),
    ),
  );
  connection.onNotification(
    scanClosedNotification,
    guardedEvent(log, scanClosedNotification, ({ id }: protocol.ScanClosedParams) => scans.close(id)),
  );

  const counted = async (of: protocol.ReportOf, token: CancellationToken): Promise<Counted | null> => {
    if ('uri' in of) return documents.count(of.uri, of.written, token);
    const scan = scans.get(of.scan);
    return (
      (scan && {
        aggregate: scan.aggregate,
        files: scan.files.map(({ uri, name }, index) => scan.read[index] ?? unread(uri, name)),
        lines: scan.lines,
        yearKnown: scan.files.every(({ written }) => written !== null),
      }) ??
      null
    );
  };
  connection.onRequest(
    reportRequest,
    guarded<protocol.ReportParams, protocol.ReportResult | null>(
      log,
      reportRequest,
      null,
      async ({ of, filter }, token) => {
        const found = await counted(of, token);
        if (!found) return null;
        const { aggregate, ...rest } = found;
        return { view: reportView(aggregate, filter, service.speech), ...rest };
      },
    ),
  );
  connection.onRequest(
    exportReportRequest,
    guarded<protocol.ExportReportParams, protocol.ExportReportResult | null>(
      log,
      exportReportRequest,
      null,
      async ({ of, filter, format }, token) => {
        const found = await counted(of, token);
        if (!found) return null;
        const view = reportView(found.aggregate, filter, service.speech);
        const names = found.files.map(({ name }) => name);
        return { text: exportReport(view, names, format, service.speech) };
      },
    ),
  );
  connection.onRequest(
    openArchiveRequest,
    guarded<protocol.OpenArchiveParams, protocol.OpenArchiveResult | null>(
      log,
      openArchiveRequest,
      null,
      ({ file }) => opened(file, files, host, service.speech),
    ),
  );
  return scans;
}

/** All files, those of one log one after the other. */
function byLog(names: readonly string[]): string[] {
  const logs = new Map<string, string>();
  for (const name of [...names].sort())
    if (!logs.has(rotatedName(name).log)) logs.set(rotatedName(name).log, name);
  return [...logs.values()].flatMap((name) => siblingsOf(name, names));
}

const unread = (uri: string, name: string): protocol.ScannedFile => ({
  uri,
  name,
  lines: 0,
  leftOut: [],
  holdsMail: true,
  reached: false,
});

/** The text of an archive, as far as an editor can take it. */
async function opened(
  file: protocol.FileToRead,
  files: FileBytes,
  host: Host,
  { t }: LogParts['service']['speech'],
): Promise<protocol.OpenArchiveResult> {
  const parts: string[] = [];
  const leftOut: string[] = [];
  let length = 0;
  try {
    for await (const { bytes } of cutPieces(files.of(file))) {
      const text = host.textOf(bytes);
      if (length + text.length > editorTakes) {
        leftOut.push(
          t(
            'The archive holds more than {0} MiB, of which VS Code shows extensions no more; Scan File reads all of it.',
            editorTakes / 1024 / 1024,
          ),
        );
        break;
      }
      parts.push(text);
      length += text.length;
      await new Promise<void>((resolve) => host.clock.soon(resolve));
    }
  } catch (error) {
    if (!isFault(error) && length === 0) throw error;
    leftOut.push(isFault(error) ? faultSentence(error, t) : t('The file could not be read.'));
  }
  const text = parts.join('');
  const name = file.name.replace(/\.(?:gz|zst|xz)$/i, '');
  return { text, kind: looksLikeMessage(text.slice(0, 65_536), name) ? 'message' : 'log', leftOut };
}

/** The reports of open documents; what was read of their pages is kept while they are open. */
class DocumentReports {
  private readonly known = new Map<
    string,
    { report: DocumentReport; yearKnown: boolean; work: Promise<unknown> }
  >();

  constructor(private readonly parts: LogParts) {}

  async count(
    uri: string,
    written: protocol.FileToRead['written'],
    token: CancellationToken,
  ): Promise<Counted | null> {
    const { readings, service, clock, documents } = this.parts;
    for (const open of this.known.keys()) if (!documents.get(open)) this.known.delete(open);
    const reading = await readings.newest(uri, token);
    if (!reading) return null;
    let known = this.known.get(uri);
    if (!known) {
      // The first answer holds: with another day the years of all stamps would have to be told anew.
      known = {
        report: new DocumentReport(service, written),
        yearKnown: written !== null,
        work: Promise.resolve(),
      };
      this.known.set(uri, known);
    }
    const { report, yearKnown } = known;
    // One after the other: they share what they read.
    const counting = known.work.then(() => inSlices(report.count(reading.analysis), clock, token, null));
    known.work = counting.catch(() => {});
    const aggregate = await counting;
    if (!aggregate) return null;
    const { lines, leftOut } = service.status(reading.analysis);
    const name = decodeURIComponent(uri.split(/[?#]/)[0]!.split('/').pop() ?? uri);
    const files = [{ uri, name, lines, leftOut, holdsMail: true, reached: true }];
    return { aggregate, files, lines, yearKnown };
  }
}
