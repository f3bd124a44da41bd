// What does one result of SPF, DKIM, DMARC, ARC or compauth mean, in words? Sources: as in authResults.ts.
// Deliberately absent: whose result it is, and whether it matters (authResults.ts).
import type { Translate } from '../l10n.ts';
import type { CheckResult } from '../mime/authResults.ts';

/** What a result means, as the end of a sentence; null where it says nothing more. */
export function meaningOf(check: CheckResult, t: Translate): string | null {
  switch (check.method) {
    case 'spf':
      return spf(check.result, t);
    case 'dkim':
      return dkim(check, t);
    case 'dmarc':
      return dmarc(check, t);
    case 'arc':
      return chain(check.result, t);
    case 'compauth':
      return compauth(check, t);
    case 'iprev':
      return check.result === 'pass'
        ? t('the sending server’s address and name belong together.')
        : t('the name of the sending server does not lead back to its address.');
    case 'auth':
      return check.result === 'pass' ? t('the sender had logged in.') : null;
    default:
      return general(check.result, t);
  }
}

function spf(result: string, t: Translate): string | null {
  switch (result) {
    case 'pass':
      return t('the domain allows this server to send for it.');
    case 'fail':
    case 'hardfail':
      return t(
        'the domain says that this server must not send for it. Either the server is missing in the SPF record, or the message was forwarded.',
      );
    case 'softfail':
      return t('the domain does not expect this server, but does not forbid it either (~all).');
    case 'neutral':
      return t('the domain says nothing about this server (?all).');
    case 'none':
      return t('the domain has no SPF record.');
    default:
      return general(result, t);
  }
}

function dkim({ result, properties, comment }: CheckResult, t: Translate): string | null {
  const reason = properties.get('reason') ?? comment;
  switch (result) {
    case 'pass':
      return t(
        'the signature is valid; the domain answers for the message, and it was not changed on the way.',
      );
    case 'fail':
      return /body|hash/i.test(reason)
        ? t('the text was changed after it was signed. Mailing lists and filters do that.')
        : t(
            'the signature is not valid: the message was changed after it was signed, or the published key is another one.',
          );
    case 'neutral':
    case 'policy':
      return t('there is a signature, but the server does not accept it as it is.');
    case 'none':
      return t('the message was not signed.');
    case 'permerror':
      return t('the signature cannot be checked: the key is missing in the DNS or is not readable.');
    default:
      return general(result, t);
  }
}

function dmarc({ result, properties, comment }: CheckResult, t: Translate): string | null {
  const action = properties.get('action') ?? '';
  // p=REJECT sp=NONE dis=NONE
  const policy =
    /\bp=([a-z]{4,10})/i.exec(comment)?.[1].toLowerCase() ?? properties.get('policy.dmarc') ?? '';
  switch (result) {
    case 'pass':
      return t('SPF or DKIM speaks for the domain of the From address.');
    case 'bestguesspass':
      return t('the domain has no DMARC record; it would have passed if it had one.');
    case 'fail': {
      const meaning = t('neither SPF nor DKIM speaks for the domain of the From address.');
      const wish = actionWords(action || policy, t);
      return wish ? `${meaning} ${wish}` : meaning;
    }
    case 'none':
      return t('the domain has no DMARC record.');
    default:
      return general(result, t);
  }
}

function actionWords(action: string, t: Translate): string | null {
  switch (action) {
    case 'reject':
      return t('The domain asks that such messages be refused.');
    case 'oreject':
      return t(
        'The domain asks that such messages be refused; Microsoft marks them as spam instead (oreject).',
      );
    case 'quarantine':
      return t('The domain asks that such messages be treated as spam.');
    case 'none':
      return t('The domain asks for nothing in that case.');
    default:
      return null;
  }
}

/** What `cv=` or the result of `arc` says of the forwarding servers' notes. */
export function chain(result: string, t: Translate): string | null {
  switch (result) {
    case 'pass':
      return t('the notes of all forwarding servers are complete and unbroken.');
    case 'fail':
      return t('the notes of the forwarding servers are broken, so nobody can rely on them.');
    case 'none':
      return t('no forwarding server left such notes.');
    default:
      return general(result, t);
  }
}

/** Microsoft's own sum of all checks; the reason's first digit says how it came to it. */
function compauth({ result, properties }: CheckResult, t: Translate): string | null {
  const reason = properties.get('reason') ?? '';
  switch (reason) {
    case '000':
      return t(
        'Microsoft takes the sender as forged: DMARC failed, and the domain asks for quarantine or refusal.',
      );
    case '001':
      return t('Microsoft takes the sender as forged: the domain has no usable SPF, DKIM or DMARC record.');
    case '002':
      return t('A rule of the receiving organisation forbids this server to send for this domain.');
    case '010':
      return t(
        'Microsoft takes the sender as forged: DMARC failed, and the domain is one of the receiving organisation itself.',
      );
  }
  switch (reason[0]) {
    case '1':
    case '7':
      return t('Microsoft accepts the sender.');
    case '2':
      return t('Microsoft accepts the sender, but only just: the checks alone do not confirm it.');
    case '3':
      return t('Microsoft did not make this check here.');
    case '4':
    case '9':
      return t('Microsoft passed over this check.');
    case '6':
      return t(
        'Microsoft takes the sender as forged: the domain is one of the receiving organisation itself.',
      );
    default:
      return general(result, t);
  }
}

function general(result: string, t: Translate): string | null {
  switch (result) {
    case 'temperror':
      return t('the check could not be made just then, mostly because the DNS did not answer.');
    case 'permerror':
      return t('the check cannot be made: the domain’s record is faulty.');
    case 'none':
      return t('there was nothing to check.');
    default:
      return null;
  }
}
