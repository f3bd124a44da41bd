// Which words of a line are a login (RFC 4954), and what stands there for others? Another login in the same dress: base64 of a made-up
// name and a made-up secret, the same one each time. Of the original, its length too, nothing goes in.
// Deliberately absent: passwords outside of SMTP's AUTH, which nothing tells from other words.
import { decodeBase64 } from '../mime/base64.ts';
import { encodeBase64 } from './redactEncoded.ts';

/**
 * `AUTH PLAIN AGFubmEAc2VjcmV0`, `AUTH XOAUTH2 dXNlcj1…`: a login in the command itself; not `250-AUTH PLAIN LOGIN`. The mechanisms
 * are those that programs log (IANA's list of SASL mechanisms, and those of Microsoft and Google).
 */
const login =
  /\b(AUTH[ \t]{1,4}(PLAIN|LOGIN|CRAM-MD5|DIGEST-MD5|XOAUTH2?|OAUTHBEARER|NTLM|GSSAPI|SCRAM-SHA-\d{1,3}(?:-PLUS)?|EXTERNAL|ANONYMOUS|MSN)[ \t]{1,4})([A-Za-z0-9+/]{3,4000}={0,2})/gi;

/** `334 UGFzc3dvcmQ6`, `S: 334 PDE4OTYu…`: the server asks for a name or a password; a later line answers. */
const challenge = /(?:^|[\s"':])334[ -]([A-Za-z0-9+/]{8,400}={0,2})/;

/** `334`, `reply: b'334 \r\n'`: with nothing behind it, where AUTH came before. */
const bareChallenge = /(?:^|[\s"':])334(?![\w.])/;

/** ` -> c2VjcmV0`, `send: 'c2VjcmV0\r\n'`, `"RECEIVED: c2VjcmV0"`: the answer is the last word of its line, and stands by itself. */
const answer =
  /((?:^|[\s"',:>])(?:b['"])?)([A-Za-z0-9+/]{3,4000}={0,2})(?=(?:\\r)?(?:\\n)?['"]?,?(?:<br>)?\s{0,4}$)/;

/** The same behind lines of other sessions: whole base64 that begins what its side says (`RECEIVED: `, `<-- `, `C: `, a column). */
const lateAnswer =
  /([:>,\t][ \t]?(?:b?['"])?)([A-Za-z0-9+/]{6,4000}={0,2})(?=(?:\\r)?(?:\\n)?['"]?,?(?:<br>)?\s{0,4}$)/;

/** `failed`, `Invalid`, `QUIT`: words and commands. What base64 makes of a login mixes letters. */
const plainWord = /^(?:[A-Z]?[a-z]+|[A-Z]+|\d+)$/;

/** Sessions of a busy server run between each other: so many lines may stand before the answer. */
const longestWait = 200;

/** What a made-up login is made of. */
export interface LoginNames {
  /** A user's name, with or without a domain. */
  user(name: string): string;
}

/** Gives the logins in the lines of one file, which it is given in order, made-up ones. */
export class LoginRedactor {
  readonly #names: LoginNames;
  readonly #secrets = new Map<string, string>();
  /** What was asked for and not yet answered, oldest first: `Username:`, `Password:`, or what else the server wrote. */
  #asked: string[] = [];
  /** Lines since the last question. */
  #waited = 0;
  /** The line before began a login. */
  #begun = false;

  constructor(names: LoginNames) {
    this.#names = names;
  }

  redact(line: string): string {
    const asks = challenge.exec(line)?.[1] ?? (this.#begun && bareChallenge.test(line) ? '' : null);
    this.#begun = /\bAUTH[ \t,]/i.test(line);
    let result = line;
    if (asks !== null) {
      this.#asked = [...this.#asked.slice(-7), bytesAsText(asks)];
      this.#waited = 0;
    } else if (this.#asked.length > 0) {
      result = this.#answered(line);
      if (++this.#waited > longestWait) this.#asked = [];
    }
    return result.replace(login, (whole, before: string, name: string, word: string) =>
      plainWord.test(word) ? whole : before + this.#made(word, /^login$/i.test(name) ? 'Username:' : ''),
    );
  }

  #answered(line: string): string {
    const match = (this.#waited === 0 ? answer : lateAnswer).exec(line);
    if (!match || plainWord.test(match[2])) return line;
    if (this.#waited > 0 && match[2].length % 4 !== 0) return line;
    // Behind others' lines it may answer any of the questions: then its own form tells what it is.
    const asked = this.#asked.splice(this.#waited === 0 ? -1 : 0, 1)[0];
    const isFor = this.#waited === 0 ? asked : '';
    const at = match.index + match[1].length;
    return line.slice(0, at) + this.#made(match[2], isFor) + line.slice(at + match[2].length);
  }

  /** @param asked what the answer is for; where that is not known its own form tells */
  #made(word: string, asked: string): string {
    const text = bytesAsText(word);
    return encodeBase64([...this.#words(text, word, asked)].map((c) => c.charCodeAt(0) & 0xff));
  }

  #words(text: string, word: string, asked: string): string {
    // PLAIN (RFC 4616): whom to be, NUL, who is asking, NUL, password
    const plain = /^([^\0]{0,320})\0([^\0]{1,320})\0/.exec(text);
    if (plain)
      return `${plain[1] && this.#names.user(plain[1])}\0${this.#names.user(plain[2])}\0${this.#secret(word)}`;
    // XOAUTH2: user=anna@example.org ^A auth=Bearer …
    const bearer = /^user=([^\x01]{1,320})\x01/.exec(text);
    if (bearer) return `user=${this.#names.user(bearer[1])}\x01auth=Bearer ${this.#secret(word)}\x01\x01`;
    // CRAM-MD5 (RFC 2195): anna b913a602c7eda7a495b4e6e7334d3890
    const digest = /^(\S{1,320}) [0-9a-f]{32}$/.exec(text);
    if (digest) return `${this.#names.user(digest[1])} ${this.#secret(word)}`;
    const isName = /user/i.test(asked) || (asked === '' && /^[\w.+-]{1,64}@[\w.-]{3,255}$/.test(text));
    return isName && /^[\x21-\x7e]{1,320}$/.test(text) ? this.#names.user(text) : this.#secret(word);
  }

  #secret(word: string): string {
    let made = this.#secrets.get(word);
    if (made === undefined) this.#secrets.set(word, (made = `secret${this.#secrets.size + 1}`));
    return made;
  }
}

/** A byte a character. */
const bytesAsText = (word: string): string => String.fromCharCode(...decodeBase64(word).slice(0, 2000));
