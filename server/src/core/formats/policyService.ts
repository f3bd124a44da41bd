// Which replies do policy services decide on (postfwd, policyd-weight, policyd-spf, cbpolicyd, postgrey, gross …)? Postfix gives them to the
// client and logs the refusal itself. Deliberately absent: decisions without a reply (`action=greylist`), rows of their own.
import type { Format } from './format.ts';
import { readWords, remark } from './reading.ts';

/**
 * `[RULES] rule=5, id=X, client=mx[192.0.2.7], …, action=554 5.7.1 Not here`   `decided action=550 Mail appeared to be SPAM or forged. …`
 * `550 5.7.23 Message rejected due to: SPF fail - not authorized.`   `: Policy action=450 4.7.1 later`
 */
const decided = /(?:\baction= ?|^(?:[\w.-]{1,60}: )?)(?=[45]\d\d[ -](?:#?[45]\.\d\.\d{1,3}\b|[A-Z]))/;

export const policyService: Format = {
  id: 'policy-service',
  documentation: 'https://www.postfix.org/SMTPD_POLICY_README.html',
  claimsProgram: (program) =>
    /^(?:postfix\/)?(?:postgrey|postfwd\d?(?:\/\w{1,20})?|policyd|policyd-(?:weight|spf|spf-perl|spf-python)|postfix-policyd-spf-\w{1,10}|cbpolicyd|cluebringer|sqlgrey|gps|grossd|greyfix|iredapd|ratelimit-policyd|mtpolicyd)$/.test(
      program,
    ),
  read(line, frame) {
    const match = decided.exec(line.slice(frame.messageStart));
    if (!match) return null;
    const start = frame.messageStart + match.index + match[0].length;
    // …; <client=192.0.2.7> <helo=x> <from=s@e> <to=u@d>; delay: 1s   (policyd-weight)
    const fields = line.indexOf('; <client=', start);
    const words = readWords(line, start, fields < 0 ? line.length : fields);
    return words.codes.length === 0
      ? null
      : { ...remark('policy-service', line, frame, words), text: words.text };
  },
};
