// The HTML around a webview's page: nothing in it but a style sheet, a script and a policy that allows these two.
// Deliberately absent: content. Each page asks for its data with `ready` and draws it itself, as text, never as HTML.
import * as vscode from 'vscode';

/** Makes a panel show the bundle `dist/webviews/<name>.{js,css}`. */
export function fillPanel(panel: vscode.WebviewPanel, extension: vscode.Uri, name: string): void {
  const { webview } = panel;
  const root = vscode.Uri.joinPath(extension, 'dist', 'webviews');
  webview.options = { enableScripts: true, localResourceRoots: [root] };
  const file = (suffix: string) => webview.asWebviewUri(vscode.Uri.joinPath(root, `${name}.${suffix}`));
  const nonce = newNonce();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  webview.html = `<!DOCTYPE html>
<html lang="${vscode.env.language.replace(/[^\w-]/g, '')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SMTP Lens</title>
<link rel="stylesheet" href="${file('css')}">
</head>
<body><script nonce="${nonce}" src="${file('js')}"></script></body>
</html>`;
}

function newNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes)).replace(/[^A-Za-z0-9]/g, '');
}
