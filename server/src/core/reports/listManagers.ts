// What does a list manager say of a message that it did not pass on? Such notices are no reports by any standard: the list
// answers in words, held for its moderator or refused. Known by the manager's own header fields, never by words alone.
// Deliberately absent: bounces of the list's own mail, which are reports like any other.
import { MappedBuilder, onOneLine } from '../mime/mappedText.ts';
import type { Outcome } from '../model/attempt.ts';
import { addressIn } from './address.ts';
import type { Notice } from './notice.ts';
import { type Statement, statementAt } from './statement.ts';
import type { Writer } from './writer.ts';

interface Manager {
  readonly id: string;
  /** The head is this manager's. */
  readonly head: (notice: Notice) => boolean;
  /** Subject or text say that a message was held. */
  readonly held: RegExp;
  /** Subject or text say that a message was refused. */
  readonly refused: RegExp;
  /** The address of the list. */
  readonly list: (notice: Notice) => string | null;
}

const managers: readonly Manager[] = [
  {
    id: 'mailman',
    head: (notice) => notice.header('x-mailman-version') !== '',
    // Your message to Cats awaits moderator approval      Is being held until the list moderator can review it for approval.
    held: /awaits moderator approval|being held until the list moderator/i,
    // Request to mailing list Cats rejected      You are not allowed to post to this mailing list, and your message has been automatically rejected.
    refused:
      /^Request to mailing list .{1,200} rejected|You are not allowed to post to this mailing list|message (?:has been|was) (?:automatically )?rejected/im,
    list: (notice) => addressIn(notice.header('x-beenthere')) ?? addressIn(notice.header('list-post')),
  },
  {
    id: 'sympa',
    head: (notice) =>
      /\bsympa(?:-request)?@/i.test(notice.header('from')) || /\bsympa\b/i.test(notice.header('x-loop')),
    // Your message for list cats@lists.example.org has been forwarded to the editor(s)      Message distribution: to be moderated
    held: /forwarded to (?:the )?(?:list )?(?:editor|moderator)|waiting for moderation|to be moderated|awaiting moderation/i,
    // Your message for list cats (attached below) was rejected.      You are not allowed to send this message for the following reason:
    refused:
      /Your message (?:for|to) (?:the )?list [^\n]{1,200} (?:was|has been) rejected|not allowed to (?:send|post)|distribution in (?:this|the) list is restricted/i,
    list: (notice) =>
      addressIn(/\blist ([^\s()]{1,320}@[^\s()]{1,255})/i.exec(notice.human.text.slice(0, 4000))?.[1] ?? ''),
  },
  {
    id: 'fml',
    head: (notice) => /\bfml\b/i.test(notice.header('x-mlserver')),
    held: /forwarded to the moderator/i,
    // NOT MEMBER article from a@example.org (cats ML)      Loop Alert: Duplicated Message-ID (cats ML)      fml system error message
    refused:
      /^(?:Ignored )?NOT MEMBER article from|^Loop (?:Alert|Back Warning):|^WARNING: UNIX FROM Loop|^fml system error|^Security alert|^reject mail |^Spam mail from|are not (?:a )?member/im,
    // Duplicated Message-ID in <cats@example.org>.
    list: (notice) =>
      addressIn(/<([^\s<>@]{1,128}@[^\s<>]{1,255})>\.\s*$/m.exec(notice.human.text)?.[1] ?? ''),
  },
];

const sayings = (notice: Notice): string =>
  `${notice.header('subject')}\n${notice.human.text.slice(0, 4000)}`;

// Non-Delivery: Your message to cats awaits moderator approval      DELIVERY FAILURE: User u (u@d) not listed in Domino Directory
/** The list's own notice came back: who returns it quotes its words and, some gateways, its fields. */
const cameBack =
  /^(?:non-?delivery|delivery (?:status|failure)|undeliver|returned mail|failure notice|mail delivery)/i;

function outcomeOf(manager: Manager, notice: Notice): Outcome | null {
  if (!manager.head(notice) || cameBack.test(notice.header('subject'))) return null;
  const said = sayings(notice);
  return manager.held.test(said) ? 'held' : manager.refused.test(said) ? 'bounced' : null;
}

/** Whether a list manager tells of a message that it kept back; cheap for mail that none of them wrote. */
export function isListNotice(notice: Notice): boolean {
  return managers.some((manager) => outcomeOf(manager, notice) !== null);
}

export const listManagers: readonly Writer[] = managers.map((manager) => ({
  id: manager.id,
  wrote: (notice) => outcomeOf(manager, notice) !== null,
  read: (notice) => readNotice(manager, notice),
}));

function readNotice(manager: Manager, notice: Notice): Statement[] {
  const { human } = notice;
  const at = human.startOf(Math.max(0, human.text.search(/\S/)));
  const text = onOneLine(human, 0, Math.min(human.text.length, 2000));
  // The subject names the fault where the text only explains the list.
  const words = new MappedBuilder()
    .put(`${notice.header('subject').slice(0, 300)}: `, at, at)
    .add(text)
    .done();
  return [
    statementAt(at, {
      recipient: manager.list(notice),
      words: words.trim(),
      outcome: outcomeOf(manager, notice),
    }),
  ];
}
