// Who answers for which name? A name server for the recording, on loopback, that knows world.mjs and nothing else.
// Absent on purpose: recursion, EDNS, DNSSEC, caching. A name that is not in the table does not exist (NXDOMAIN).
import dgram from 'node:dgram';
import net from 'node:net';

const TYPE = { A: 1, NS: 2, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28 };

const encodeName = (name) =>
  Buffer.concat([
    ...name.split('.').filter(Boolean).map((l) => Buffer.concat([Buffer.from([l.length]), Buffer.from(l, 'latin1')])),
    Buffer.from([0]),
  ]);

function encodeData(type, value) {
  if (type === 'A') return Buffer.from(value.split('.').map(Number));
  if (type === 'AAAA') return encodeIp6(value);
  if (type === 'MX') {
    const [preference, host] = value.split(' ');
    return Buffer.concat([Buffer.from([0, Number(preference)]), encodeName(host)]);
  }
  if (type === 'TXT') return Buffer.concat([Buffer.from([value.length]), Buffer.from(value, 'latin1')]);
  return encodeName(value);
}

/** `2001:db8::25` to 16 bytes; needs exactly one `::`. */
export function encodeIp6(text) {
  const [head, tail] = text.split('::').map((part) => part.split(':').filter(Boolean));
  const groups = [...head, ...Array(8 - head.length - tail.length).fill('0'), ...tail];
  return Buffer.from(groups.map((g) => g.padStart(4, '0')).join(''), 'hex');
}

function question(query) {
  const labels = [];
  let at = 12;
  while (at < query.length && query[at] !== 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
    at += query[at] + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** Answers one query from `records` (`{ "example.net": { MX: ["10 mx1.example.net"] } }`); `"SERVFAIL"` as value fails. */
export function answerQuery(query, records) {
  const asked = question(query);
  const known = records[asked.name];
  const kind = Object.keys(TYPE).find((k) => TYPE[k] === asked.type);
  const values = (typeof known === 'object' && known[kind]) || [];
  const exists = known || Object.keys(records).some((name) => name.endsWith(`.${asked.name}`));
  const code = known === 'SERVFAIL' ? 2 : exists ? 0 : 3;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8480 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(values.length, 6);
  const answers = values.map((value) => {
    const data = encodeData(kind, value);
    const fixed = Buffer.alloc(12);
    fixed.writeUInt16BE(0xc00c, 0);
    fixed.writeUInt16BE(asked.type, 2);
    fixed.writeUInt16BE(1, 4);
    fixed.writeUInt32BE(300, 6);
    fixed.writeUInt16BE(data.length, 10);
    return Buffer.concat([fixed, data]);
  });
  return Buffer.concat([header, query.subarray(12, asked.end), ...answers]);
}

/** Listens on UDP and TCP port 53 of `address`. Returns a closer. */
export async function startNames(records, address = '127.0.0.1') {
  const udp = dgram.createSocket('udp4');
  udp.on('message', (query, from) => udp.send(answerQuery(query, records), from.port, from.address));
  await new Promise((done, failed) => udp.once('error', failed).bind(53, address, done));
  const tcp = net.createServer((socket) => {
    socket.setTimeout(5000, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      const answer = answerQuery(bytes.subarray(2), records);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length);
      socket.write(Buffer.concat([length, answer]));
    });
  });
  await new Promise((done, failed) => tcp.once('error', failed).listen(53, address, done));
  return () => {
    udp.close();
    tcp.close();
  };
}
