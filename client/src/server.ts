// How does the client reach the language server? One connection, started when the first document that is served needs
// it and not before: opening an `app.log` starts nothing. A server that dies is started again; the user hears of it
// once. Which process or worker it is, the hosts say (node/main.ts, browser/main.ts).
import * as vscode from 'vscode';
import {
  type BaseLanguageClient,
  CloseAction,
  DidOpenTextDocumentNotification,
  ErrorAction,
  type ErrorHandler,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from 'vscode-languageclient';
import {
  commands,
  type InitializationOptions,
  type ScanProgressParams,
  type StatusParams,
  scanProgressNotification,
  statusNotification,
} from '../../server/src/lsp/protocol';
import { answerFileRequests } from './files';
import type { Served } from './served';

/** What differs between the hosts. */
export interface Host {
  /** Makes the client for this host; nothing is started yet. */
  createClient(options: LanguageClientOptions): BaseLanguageClient;
  /** What the server of this host cannot find out by itself. */
  initializationOptions(): Promise<InitializationOptions>;
}

/** Crashes within `crashWindow` after which the server is left alone. */
const crashLimit = 4;
const crashWindow = 3 * 60 * 1000;

export class Server implements vscode.Disposable {
  readonly output = vscode.window.createOutputChannel('SMTP Lens', { log: true });
  private readonly statusChanged = new vscode.EventEmitter<StatusParams>();
  private readonly scanAdvanced = new vscode.EventEmitter<ScanProgressParams>();
  private readonly runningChanged = new vscode.EventEmitter<boolean>();
  readonly onStatus = this.statusChanged.event;
  readonly onScanProgress = this.scanAdvanced.event;
  /** True: it runs; false: it has stopped. */
  readonly onRunning = this.runningChanged.event;
  private readonly client: BaseLanguageClient;
  private readonly subscriptions: vscode.Disposable[] = [];
  private options: InitializationOptions = {};
  private starting: Promise<void> | undefined;

  constructor(
    private readonly host: Host,
    private readonly served: Served,
  ) {
    this.client = host.createClient({
      documentSelector: served.selector,
      outputChannel: this.output,
      traceOutputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: 'smtpLens',
      initializationOptions: () => this.options,
      markdown: { isTrusted: { enabledCommands: Object.values(commands) } },
      errorHandler: this.errorHandler(),
      middleware: served.middleware(async (document) => {
        await this.client
          .getFeature(DidOpenTextDocumentNotification.method)
          .getProvider(document)
          ?.send(document);
      }),
    });
    this.subscriptions.push(
      this.client.onNotification(statusNotification, (status: StatusParams) =>
        this.statusChanged.fire(status),
      ),
      this.client.onNotification(scanProgressNotification, (progress: ScanProgressParams) =>
        this.scanAdvanced.fire(progress),
      ),
      this.client.onDidChangeState(({ newState }) => {
        if (newState === State.Starting) return;
        if (newState !== State.Running) served.forgetAll();
        this.runningChanged.fire(newState === State.Running);
      }),
      ...answerFileRequests(this.client),
    );
  }

  /** Starts the server unless it runs. Errors are shown, not thrown. */
  start(): Promise<void> {
    this.starting ??= this.open().catch((error: unknown) => {
      this.starting = undefined;
      this.output.error(String(error));
      void this.offerRestart(vscode.l10n.t('SMTP Lens could not start its language server.'));
    });
    return this.starting;
  }

  async restart(): Promise<void> {
    await this.starting;
    if (this.client.needsStop()) await this.client.stop().catch((error) => this.output.error(String(error)));
    this.served.forgetAll();
    this.starting = undefined;
    await this.start();
  }

  /** Asks the server. @throws where it does not answer; `undefined` where it is not running and cannot be started */
  async ask<Result>(
    method: string,
    params: object,
    token?: vscode.CancellationToken,
  ): Promise<Result | undefined> {
    await this.start();
    if (!this.client.isRunning()) return undefined;
    return this.client.sendRequest<Result>(method, params, token);
  }

  /** Tells the server, if it runs; one that starts later asks for nothing that it missed. */
  async tell<Params extends object>(method: string, params: Params): Promise<void> {
    if (this.client.isRunning()) await this.client.sendNotification(method, params);
  }

  async dispose(): Promise<void> {
    for (const each of this.subscriptions) each.dispose();
    if (this.client.needsStop()) await this.client.stop().catch(() => undefined);
    this.statusChanged.dispose();
    this.scanAdvanced.dispose();
    this.runningChanged.dispose();
    this.output.dispose();
  }

  private async open(): Promise<void> {
    this.options = {
      ...(await this.host.initializationOptions()),
      commandLinks: true,
      messages: vscode.l10n.bundle,
    };
    await this.client.start();
  }

  private errorHandler(): ErrorHandler {
    const crashes: number[] = [];
    let told = false;
    return {
      error: (_error, _message, count) => ({
        action: count !== undefined && count <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
        handled: true,
      }),
      closed: () => {
        this.served.forgetAll();
        const now = Date.now();
        crashes.push(now);
        while (crashes[0]! < now - crashWindow) crashes.shift();
        if (crashes.length > crashLimit) {
          crashes.length = 0;
          this.starting = undefined;
          void this.offerRestart(
            vscode.l10n.t('The language server of SMTP Lens stopped several times and was left alone.'),
          );
          return { action: CloseAction.DoNotRestart, handled: true };
        }
        if (!told)
          void this.offerOutput(
            vscode.l10n.t('The language server of SMTP Lens stopped and was started again.'),
          );
        told = true;
        return { action: CloseAction.Restart, handled: true };
      },
    };
  }

  private async offerOutput(message: string): Promise<void> {
    const show = vscode.l10n.t('Show Output');
    if ((await vscode.window.showWarningMessage(message, show)) === show) this.output.show();
  }

  private async offerRestart(message: string): Promise<void> {
    const [restart, show] = [vscode.l10n.t('Restart Server'), vscode.l10n.t('Show Output')];
    const answer = await vscode.window.showErrorMessage(message, restart, show);
    if (answer === restart) await this.restart();
    else if (answer === show) this.output.show();
  }
}
