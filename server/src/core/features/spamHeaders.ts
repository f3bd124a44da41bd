// What do the marks of spam filters say? Only fields whose values are documented: SpamAssassin, Rspamd, and Microsoft's
// SCL, BCL, SFV, CAT and IPV ("Anti-spam message headers in Microsoft 365").
import type { Translate } from '../l10n.ts';
import type { PlacedField } from './messageHeads.ts';

/** A title and sentences; null for a field that no filter writes. */
export function glossSpam(
  { name, value }: PlacedField,
  t: Translate,
): { title: string; lines: string[] } | null {
  const lines = linesOf(name, value.trim(), t);
  return lines && lines.length > 0 ? { title: t('Spam filter'), lines } : null;
}

function linesOf(name: string, value: string, t: Translate): string[] | null {
  switch (name) {
    case 'x-spam-status':
      return spamAssassin(value, t);
    case 'x-spam-flag':
      return [
        /^yes/i.test(value)
          ? t('SpamAssassin took the message for spam.')
          : t('SpamAssassin did not take the message for spam.'),
      ];
    case 'x-spam-level':
      return [t('One star for each full point of SpamAssassin: {0}.', (value.match(/\*/g) ?? []).length)];
    case 'x-spam-score':
      return [t('The points that the spam filter gave: the more, the more likely spam.')];
    case 'x-spamd-result':
      return rspamd(value, t);
    case 'x-spamd-bar':
    case 'x-spam-bar':
      return [
        t('One sign for each point: + speaks for spam, - against it. Here: {0}.', value.slice(0, 40) || '/'),
      ];
    case 'x-rspamd-score':
      return [t('The points of Rspamd: the more, the more likely spam.')];
    case 'x-rspamd-action':
      return [rspamdAction(value, t)];
    case 'x-ms-exchange-organization-pcl':
      return [t('PCL: how likely Exchange holds the message for phishing, from 1 (hardly) to 8 (surely).')];
    case 'x-customspam':
      return [t('A strict setting of the receiving organisation marked the message: {0}.', value)];
    case 'x-proofpoint-spam-details':
      return proofpoint(value, t);
    case 'x-ms-exchange-organization-scl':
    case 'x-ms-exchange-crosspremises-scl':
      return [scl(value, t)];
    case 'x-forefront-antispam-report':
    case 'x-forefront-antispam-report-untrusted':
      return forefront(value, t);
    case 'x-microsoft-antispam':
      return forefront(value, t);
    default:
      return null;
  }
}

// Yes, score=5.8 required=5.0 tests=BAYES_99,HTML_MESSAGE autolearn=no version=3.4.6
function spamAssassin(value: string, t: Translate): string[] {
  const [score, required] = [/\b(?:score|hits)=(-?[\d.]{1,10})/, /\brequired=(-?[\d.]{1,10})/].map(
    (number) => number.exec(value)?.[1] ?? null,
  );
  const spam = /^yes/i.test(value);
  const verdict = spam
    ? t('SpamAssassin took the message for spam.')
    : t('SpamAssassin did not take the message for spam.');
  const points = score && required ? t('{0} points; from {1} on it counts as spam.', score, required) : '';
  const tests =
    /\btests=([A-Za-z0-9_, ]{1,2000}?)(?=\s{1,4}[a-z]{1,20}=|$)/.exec(value)?.[1].replace(/\s+/g, '') ?? '';
  const named =
    tests && tests !== 'none' ? t('What it found: {0}.', tests.split(',').slice(0, 12).join(', ')) : '';
  return [`${verdict} ${points}`.trim(), named].filter((line) => line);
}

// default: False [5.20 / 15.00]; ARC_NA(0.00)[]; R_SPF_FAIL(1.00)[-all:c]
function rspamd(value: string, t: Translate): string[] | null {
  const read = /:\s{0,4}(true|false)\s{0,4}\[(-?[\d.]{1,10})\s{0,2}\/\s{0,2}(-?[\d.]{1,10})\]/i.exec(value);
  if (!read) return null;
  const [, spam, score, limit] = read;
  const verdict =
    spam.toLowerCase() === 'true'
      ? t('Rspamd took the message for spam.')
      : t('Rspamd did not take the message for spam.');
  const weights = [...value.matchAll(/\b([A-Z][A-Z0-9_]{2,60})\((\d{1,4}\.\d{1,3})\)/g)]
    .map(([, name, points]) => ({ name, points: Number(points) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, 6);
  const named = weights.map(({ name, points }) => `${name} (${points})`).join(', ');
  return [
    `${verdict} ${t('{0} points of {1}.', score, limit)}`,
    ...(named ? [t('What weighed most: {0}.', named)] : []),
  ];
}

/** https://docs.rspamd.com/configuration/metrics: what Rspamd asks the mail server to do. */
function rspamdAction(value: string, t: Translate): string {
  switch (value.trim().toLowerCase()) {
    case 'no action':
      return t('Rspamd lets the message pass.');
    case 'greylist':
      return t('Rspamd asks to put the message off for a while (greylisting).');
    case 'add header':
    case 'rewrite subject':
      return t('Rspamd lets the message pass, marked as spam.');
    case 'soft reject':
      return t('Rspamd asks to refuse the message for now.');
    case 'reject':
      return t('Rspamd asks to refuse the message.');
    default:
      return t('What Rspamd asks the mail server to do with the message.');
  }
}

// rule=notspam policy=default score=1 spamscore=1 …
function proofpoint(value: string, t: Translate): string[] | null {
  const [rule, score] = [/\brule=([\w.-]{1,60})/, /(?:^|\s)score=(\d{1,3})/].map(
    (one) => one.exec(value)?.[1],
  );
  if (!rule) return null;
  const spam = /notspam|safe/i.test(rule)
    ? t('Proofpoint did not take the message for spam (rule {0}).', rule)
    : t('Proofpoint applied its rule {0}.', rule);
  return [score === undefined ? spam : `${spam} ${t('{0} points of 100.', score)}`];
}

function scl(value: string, t: Translate): string {
  const level = Number.parseInt(value, 10);
  if (level === -1)
    return t('SCL -1: the message was not filtered, because the sender or a rule is trusted.');
  if (level >= 0 && level <= 4) return t('SCL {0}: not taken for spam.', level);
  if (level >= 5 && level <= 6) return t('SCL {0}: taken for spam.', level);
  if (level >= 7 && level <= 9) return t('SCL {0}: surely spam, as the filter sees it.', level);
  return t('SCL: how likely the filter holds the message for spam, from -1 (trusted) to 9.');
}

/** CIP:192.0.2.25;CTRY:DE;LANG:en;SCL:5;SRV:;IPV:NLI;SFV:SPM;H:mail.example.org;PTR:mail.example.org;CAT:SPM;DIR:INB; */
function forefront(value: string, t: Translate): string[] {
  const fields = new Map<string, string>();
  for (const pair of value.split(';').slice(0, 200)) {
    const colon = pair.indexOf(':');
    if (colon > 0) fields.set(pair.slice(0, colon).trim().toUpperCase(), pair.slice(colon + 1).trim());
  }
  const lines: (string | null)[] = [];
  const [ip, country, ptr] = ['CIP', 'CTRY', 'PTR'].map((key) => fields.get(key) ?? '');
  if (ip) {
    lines.push(
      country
        ? t('CIP: the connection came from {0} ({1}).', ip, country)
        : t('CIP: the connection came from {0}.', ip),
    );
  }
  if (/^InfoDomainNonexistent$/i.test(ptr)) lines.push(t('PTR: no name was found for that address.'));
  if (fields.has('SCL') && fields.get('SCL') !== '') lines.push(scl(fields.get('SCL')!, t));
  lines.push(
    sfv(fields.get('SFV') ?? '', t),
    category(fields.get('CAT') ?? '', t),
    ipv(fields.get('IPV') ?? '', t),
  );
  lines.push(bcl(fields.get('BCL') ?? '', t));
  if (/^bulk$/i.test(fields.get('SRV') ?? '')) lines.push(t('SRV BULK: mass mail, as the filter sees it.'));
  lines.push(safety(fields.get('SFTY') ?? '', t), directionWords(fields.get('DIR') ?? '', t));
  return lines.filter((line) => line !== null);
}

/** The tips that Outlook shows above a message. */
function safety(value: string, t: Translate): string | null {
  switch (value) {
    case '9.19':
      return t('SFTY 9.19: the sender’s domain looks like one that is protected against imitation.');
    case '9.20':
      return t('SFTY 9.20: the sender looks like a person who is protected against imitation.');
    case '9.25':
      return t('SFTY 9.25: the recipient does not often get mail from this sender, and is told so.');
    default:
      return null;
  }
}

function directionWords(value: string, t: Translate): string | null {
  switch (value.toUpperCase()) {
    case 'INB':
      return t('DIR INB: it came in from outside.');
    case 'OUT':
      return t('DIR OUT: it was on its way out.');
    case 'INT':
      return t('DIR INT: it stayed inside the organisation.');
    default:
      return null;
  }
}

function sfv(value: string, t: Translate): string | null {
  switch (value.toUpperCase()) {
    case 'NSPM':
      return t('SFV NSPM: the filter did not take it for spam.');
    case 'SPM':
      return t('SFV SPM: the filter took it for spam.');
    case 'BLK':
      return t('SFV BLK: not filtered; the recipient has blocked this sender.');
    case 'SFE':
      return t('SFV SFE: not filtered; the recipient trusts this sender.');
    case 'SKA':
      return t('SFV SKA: not filtered; the organisation allows this sender or domain.');
    case 'SKB':
      return t('SFV SKB: taken for spam, because the organisation blocks this sender or domain.');
    case 'SKI':
      return t('SFV SKI: not filtered; the message stayed inside the organisation.');
    case 'SKN':
      return t('SFV SKN: not filtered; a rule had marked it as no spam before.');
    case 'SKQ':
      return t('SFV SKQ: released from quarantine.');
    case 'SKS':
      return t('SFV SKS: a rule had marked it as spam before the filter.');
    default:
      return null;
  }
}

function category(value: string, t: Translate): string | null {
  switch (value.toUpperCase()) {
    case 'NONE':
      return t('CAT NONE: no kind of threat was found.');
    case 'SPM':
    case 'OSPM':
      return t('CAT {0}: spam.', value);
    case 'HSPM':
      return t('CAT HSPM: surely spam.');
    case 'PHSH':
      return t('CAT PHSH: phishing.');
    case 'HPHSH':
    case 'HPHISH':
      return t('CAT {0}: surely phishing.', value);
    case 'BULK':
      return t('CAT BULK: mass mail.');
    case 'SPOOF':
    case 'INTOS':
      return t('CAT {0}: the sender’s address was taken as forged.', value);
    case 'DIMP':
    case 'UIMP':
    case 'GIMP':
    case 'BIMP':
      return t(
        'CAT {0}: the sender was taken for somebody who poses as a known domain, person or brand.',
        value,
      );
    case 'MALW':
    case 'AMP':
    case 'SAP':
    case 'FTBP':
      return t('CAT {0}: an attachment was taken as harmful, or is of a kind that is not allowed.', value);
    default:
      return null;
  }
}

function ipv(value: string, t: Translate): string | null {
  switch (value.toUpperCase()) {
    case 'CAL':
      return t('IPV CAL: the organisation trusts that address, so nothing was filtered.');
    case 'NLI':
      return t('IPV NLI: the address is on no list of known senders.');
    default:
      return null;
  }
}

function bcl(value: string, t: Translate): string | null {
  const level = value === '' ? -1 : Number.parseInt(value, 10);
  if (!(level >= 0 && level <= 9)) return null;
  if (level === 0) return t('BCL 0: not from a mass sender.');
  if (level <= 3) return t('BCL {0}: from a mass sender about whom few complain.', level);
  if (level <= 7) return t('BCL {0}: from a mass sender about whom some complain.', level);
  return t('BCL {0}: from a mass sender about whom many complain.', level);
}
