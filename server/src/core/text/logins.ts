// Which words of a line are a login? They are no name that could be given another one, so they are left out.
// Deliberately absent: passwords outside of SMTP's AUTH (RFC 4954), which nothing tells from other words.

/** `AUTH PLAIN AGFubmEAc2VjcmV0`, `AUTH XOAUTH2 dXNlcj1…`: a login in the command itself (RFC 4954 §4). */
const login = /\b(AUTH[ \t]{1,4}[A-Za-z0-9][A-Za-z0-9_-]{1,19}[ \t]{1,4})[A-Za-z0-9+/=]{3,4000}/gi;

/** `334 UGFzc3dvcmQ6`, `S: 334 PDE4OTYu…`: the server asks for a name or a password; the next line answers. */
const challenge = /(?:^|[\s"':])334[ -][A-Za-z0-9+/]{8,400}={0,2}/;

/** `334`, `reply: b'334 \r\n'`: with nothing behind it, where AUTH came before. */
const bareChallenge = /(?:^|[\s"':])334(?![\w.])/;

/** ` -> c2VjcmV0`, `send: 'c2VjcmV0\r\n'`, `C: c2VjcmV0`: the answer is the last word of its line. */
const answer = /[A-Za-z0-9+/]{3,4000}={0,2}(?=(?:\\r)?(?:\\n)?['"]?(?:<br>)?\s{0,4}$)/;

/** Leaves logins out of the lines of one file, which it is given in order. */
export class LoginRedactor {
  /** The line before asked for a name or a password. */
  #asked = false;
  /** The line before began a login. */
  #begun = false;

  redact(line: string): string {
    const asked = this.#asked;
    this.#asked = challenge.test(line) || (this.#begun && bareChallenge.test(line));
    this.#begun = /\bAUTH[ \t]/i.test(line);
    return (asked && !this.#asked ? line.replace(answer, '…') : line).replace(login, '$1…');
  }
}
